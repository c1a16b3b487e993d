//! An authority on loopback, made by OpenSSL: a root, an intermediate authority, signers whose certificates say where to
//! ask, documents that they signed, and an HTTP server that answers well or badly by path.

#![allow(dead_code)]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A folder with keys, certificates and documents, and the server; gone at the end.
pub(crate) struct Authority {
    pub(crate) folder: PathBuf,
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Drop for Authority {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// What OpenSSL's responder says when it can be asked.
const READY: &str = "waiting for OCSP client connections";

/// What `openssl ca -gencrl` needs.
const CONFIGURATION: &str =
    "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=number.txt\ndefault_md=sha256\ndefault_crl_days=30\n";

impl Authority {
    /// `None`, and a printed line, where OpenSSL is not installed.
    pub(crate) fn new(name: &str) -> Option<Self> {
        let folder = std::env::temp_dir().join(format!("longseal-authority-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let authority = Self { folder, port, requests: Arc::clone(&requests) };
        if Command::new("openssl").arg("version").output().is_err() {
            println!("skipped: openssl is not installed");
            return None;
        }
        for (file, text) in [("ca.cnf", CONFIGURATION), ("index.txt", ""), ("number.txt", "01\n")] {
            fs::write(authority.folder.join(file), text).unwrap();
        }
        authority.openssl(&format!(
            "req -x509 {KEY} -keyout root.key -out root.pem -subj /CN=Root -days 3650 -addext keyUsage=critical,keyCertSign,cRLSign"
        ));
        authority.issue("authority", "root", "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n", 4096);
        authority.openssl("x509 -in authority.pem -outform DER -out authority.cer");
        for issuer in ["root", "authority"] {
            authority.crl(issuer);
        }
        let served = authority.folder.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (requests, served) = (Arc::clone(&requests), served.clone());
                // A client that goes away is what some of the tests are about.
                thread::spawn(move || drop(answer(stream, &served, &requests)));
            }
        });
        Some(authority)
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// How often a path was asked for.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.requests.lock().unwrap().iter().filter(|asked| *asked == path).count()
    }

    pub(crate) fn requests(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// A CRL of today, as DER.
    fn crl(&self, issuer: &str) {
        self.openssl(&format!("ca -gencrl -config ca.cnf -cert {issuer}.pem -keyfile {issuer}.key -out {issuer}-crl.pem"));
        self.openssl(&format!("crl -in {issuer}-crl.pem -outform DER -out {issuer}.crl"));
    }

    /// A key and a certificate.
    pub(crate) fn issue(&self, name: &str, issuer: &str, extensions: &str, serial: u32) {
        fs::write(self.folder.join(format!("{name}.ext")), extensions).unwrap();
        self.openssl(&format!("req {KEY} -keyout {name}.key -out {name}.csr -subj /CN={name}"));
        self.openssl(&format!(
            "x509 -req -in {name}.csr -CA {issuer}.pem -CAkey {issuer}.key -set_serial {serial} -out {name}.pem -days 20 -extfile {name}.ext"
        ));
    }

    /// A document signed by `name`, whose certificate carries these extensions and is all that is inside.
    pub(crate) fn signed_document(&self, name: &str, issuer: &str, extensions: &str, serial: u32) -> String {
        self.issue(name, issuer, &format!("keyUsage=critical,nonRepudiation\n{extensions}"), serial);
        // A list that is older than a certificate says nothing of it.
        self.crl(issuer);
        self.document(name, name)
    }

    /// Another document of a signer.
    pub(crate) fn document(&self, file: &str, signer: &str) -> String {
        let path = self.folder.join(format!("{file}.pdf"));
        fs::write(&path, self.pdf(signer)).unwrap();
        path.display().to_string()
    }

    pub(crate) fn openssl(&self, arguments: &str) {
        let run = Command::new("openssl").args(arguments.split(' ')).current_dir(&self.folder).stdin(Stdio::null()).output();
        let run = run.unwrap();
        assert!(run.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&run.stderr));
    }

    /// One empty page and one invisible signature (ISO 32000-2 §12.8), whose CMS OpenSSL makes.
    fn pdf(&self, signer: &str) -> Vec<u8> {
        const RESERVED: usize = 4_096;
        const SLOT: &str = "[0 0000000000 0000000000 0000000000]";
        let gap = format!("<{}>", "0".repeat(2 * RESERVED));
        let mut pdf = b"%PDF-1.7\n".to_vec();
        let mut offsets = Vec::new();
        for (number, body) in (1..).zip([
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>".to_owned(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Annots[4 0 R]>>".to_owned(),
            "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature1)/V 5 0 R/P 3 0 R/Rect[0 0 0 0]/F 132>>".to_owned(),
            format!("<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange{SLOT}/Contents{gap}>>"),
        ]) {
            offsets.push(pdf.len());
            write!(pdf, "{number} 0 obj\n{body}\nendobj\n").unwrap();
        }
        let table = pdf.len();
        write!(pdf, "xref\n0 6\n0000000000 65535 f \n").unwrap();
        for offset in &offsets {
            writeln!(pdf, "{offset:010} 00000 n ").unwrap();
        }
        write!(pdf, "trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").unwrap();
        let find = |needle: &str| pdf.windows(needle.len()).position(|window| window == needle.as_bytes()).unwrap();
        let (slot, start) = (find(SLOT), find(&gap));
        let end = start + gap.len();
        let range = format!("[0 {start:010} {end:010} {:010}]", pdf.len() - end);
        pdf[slot..slot + SLOT.len()].copy_from_slice(range.as_bytes());
        fs::write(self.folder.join("content"), [&pdf[..start], &pdf[end..]].concat()).unwrap();
        self.openssl(&format!(
            "cms -sign -binary -in content -signer {signer}.pem -inkey {signer}.key -md sha256 -outform DER -out value"
        ));
        let value = fs::read(self.folder.join("value")).unwrap();
        assert!(value.len() <= RESERVED);
        for (byte, digits) in value.iter().zip(pdf[start + 1..end - 1].chunks_mut(2)) {
            digits.copy_from_slice(format!("{byte:02x}").as_bytes());
        }
        pdf
    }

    /// OpenSSL's OCSP responder for certificates of `issuer`, with these serial numbers known as good.
    pub(crate) fn responder(&self, issuer: &str, serials: &[u32]) -> Responder {
        let row = |serial: &u32| format!("V\t400101000000Z\t\t{serial:04X}\tunknown\t/CN=Someone\n");
        fs::write(self.folder.join("known.txt"), serials.iter().map(row).collect::<String>()).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (certificate, key) = (format!("{issuer}.pem"), format!("{issuer}.key"));
        let mut child = Command::new("openssl")
            .args(["ocsp", "-index", "known.txt", "-CA", &certificate, "-rsigner", &certificate, "-rkey", &key])
            .args(["-port", &port.to_string(), "-ndays", "1"])
            .current_dir(&self.folder)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        while !said.contains(READY) && lines.read_line(&mut said).unwrap() > 0 {}
        assert!(said.contains(READY), "{said}");
        // What it says later is nobody's concern, but it must be able to say it.
        thread::spawn(move || drop(std::io::copy(&mut lines, &mut std::io::sink())));
        Responder { child, port }
    }
}

/// Ended when dropped.
pub(crate) struct Responder {
    child: std::process::Child,
    pub(crate) port: u16,
}

impl Drop for Responder {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const KEY: &str = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";

fn answer(mut stream: TcpStream, folder: &Path, requests: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 && !line.trim().is_empty() {
        line.clear();
    }
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    requests.lock().unwrap().push(path.clone());
    let mut plain = |status: &str, more: &str, body: &[u8]| {
        write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{more}\r\n", body.len())?;
        stream.write_all(body)
    };
    match path.as_str() {
        "/gone.crl" => plain("404 Not Found", "", b"nothing here"),
        "/broken.crl" => plain("500 Internal Server Error", "", b""),
        "/html.crl" => plain("200 OK", "Content-Type: application/pkix-crl\r\n", b"<html>Please log in</html>"),
        "/certificate.crl" => plain("200 OK", "", &fs::read(folder.join("authority.cer"))?),
        "/moved.crl" => plain("302 Found", "Location: /authority.crl\r\n", b""),
        "/loop.crl" => plain("301 Moved", "Location: /loop.crl\r\n", b""),
        "/file.crl" => plain("302 Found", "Location: file:///etc/passwd\r\n", b""),
        "/large.crl" => write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"),
        "/torn.crl" => write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"),
        "/silent.crl" => {
            thread::sleep(Duration::from_secs(20));
            Ok(())
        }
        // The name of a file that stands here.
        name => match fs::read(folder.join(&name[1..])) {
            Ok(body) => plain("200 OK", "", &body),
            Err(_) => plain("400 Bad Request", "", b""),
        },
    }
}
