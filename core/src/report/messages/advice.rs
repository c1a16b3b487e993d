//! What helps against a reason, for people who are not engineers. Every code has its sentence; those that the same thing
//! helps against share one.

use super::Language;
use crate::reason::ReasonCode;

/// What to do about a finding.
pub fn advice(code: ReasonCode, language: Language) -> &'static str {
    let [english, vietnamese] = both(code);
    match language {
        Language::English => english,
        Language::Vietnamese => vietnamese,
    }
}

#[expect(clippy::too_many_lines, reason = "a catalogue")]
fn both(code: ReasonCode) -> [&'static str; 2] {
    use ReasonCode as R;
    match code {
        R::DocumentRepaired => [
            "Ask for the file as it was sent; a copy that a mail or scanning program rewrote cannot pass. Keep this one as \
             it is.",
            "Hãy xin lại tệp gốc như lúc gửi; bản đã bị phần mềm khác ghi lại thì không thể hợp lệ. Giữ nguyên tệp hiện có.",
        ],
        R::DocumentTrailingData => [
            "Ask for the file as it was sent: something was appended that is no part of it.",
            "Hãy xin lại tệp gốc: phía sau tệp có phần dữ liệu không thuộc tài liệu.",
        ],
        R::DocumentCertificateUnreadable => [
            "Nothing, unless a certificate is said to be missing: then give it beside the document (--material).",
            "Không cần làm gì, trừ khi báo thiếu chứng thư: khi đó hãy cung cấp chứng thư bằng --material.",
        ],
        R::ByteRangeMissing
        | R::ByteRangeMalformed
        | R::ByteRangePastEnd
        | R::SignatureContentsMissing
        | R::SignatureDictionaryMalformed => [
            "Ask the signer for the file as it was signed: this signature was cut off, damaged or made up.",
            "Hãy xin người ký gửi lại tệp lúc ký: chữ ký này bị cắt, bị hỏng hoặc bị làm giả.",
        ],
        R::ByteRangeCutOff => [
            "Look for a whole copy, in a backup or with the sender: this one was cut off, in storage or on its way. The \
             signature itself may well be good.",
            "Hãy tìm bản đầy đủ trong bản sao lưu hoặc xin lại nơi gửi: tệp này bị cắt cụt khi lưu hoặc khi truyền. Bản thân \
             chữ ký có thể vẫn tốt.",
        ],
        R::ByteRangeGapNotContents | R::ByteRangeCollision | R::ByteRangePartial => [
            "Do not rely on the document: part of it is not signed. Ask the signer for the file as it was signed.",
            "Không nên tin tài liệu này: có phần không được ký. Hãy xin người ký gửi lại tệp lúc ký.",
        ],
        R::SignatureDictionaryShared => [
            "Ask the signer how many signatures were made: two fields show one. An error means that the second field came \
             after signing.",
            "Hãy hỏi người ký đã ký mấy lần: hai ô ký cùng hiện một chữ ký. Nếu là lỗi thì ô thứ hai được thêm sau khi ký.",
        ],
        R::SignatureDictionaryReplaced
        | R::ChangesSignatureReplaced
        | R::ChangesSignatureReused
        | R::ChangesSignatureRemoved
        | R::AttackSignatureReplaced => [
            "Compare with the revision in which it was signed, which the file still holds, and ask the signer which one is \
             meant.",
            "Hãy so với phiên bản lúc ký (vẫn còn trong tệp) và hỏi người ký bản nào đúng.",
        ],
        R::SignatureOutsideForm => [
            "Look whether the signature is shown by a viewer; have the file made again by a program that lists its fields in \
             the form.",
            "Hãy xem phần mềm đọc PDF có hiện chữ ký không; nên tạo lại tệp bằng phần mềm ghi đúng danh sách ô ký.",
        ],
        R::SignatureUsageRights => {
            ["Nothing: such a right is no signature of a person.", "Không cần làm gì: đây không phải chữ ký của người nào."]
        }
        R::SignatureSubfilterUnknown | R::SignatureSubfilterMissing | R::SignatureUnsupported => [
            "Have the signature checked by the program that made it, or ask for one in a format of ISO 32000-2.",
            "Hãy kiểm tra bằng phần mềm đã tạo chữ ký, hoặc đề nghị ký lại theo định dạng của ISO 32000-2.",
        ],
        R::SignaturePolicyNotAvailable => [
            "Give the document of the signature policy beside the file (--material), or name it in a policy file \
             (docs/policy.md).",
            "Hãy cung cấp văn bản quy chế ký số kèm theo (--material), hoặc khai báo trong tệp chính sách (docs/policy.md).",
        ],
        R::SignaturePolicyUnreadable => [
            "Ask the signer under which rules the signature was made; the signature does not say it in a readable way.",
            "Hãy hỏi người ký về quy chế ký số đã áp dụng; chữ ký ghi không đúng cách nên không đọc được.",
        ],
        R::SignaturePolicyDigestMismatch => [
            "Get the edition of the signature policy that was in force when it was signed: the one that is given is another.",
            "Hãy tìm đúng bản quy chế có hiệu lực khi ký: bản đang có là bản khác.",
        ],
        R::SignaturePolicyDigestMissing => [
            "Nothing can be done later: the signer did not say which edition of the signature policy was meant.",
            "Không bổ sung được về sau: người ký không ghi bản quy chế nào.",
        ],
        R::SignaturePolicyIdentified => [
            "Nothing: the signature policy is the one that was signed under. Its rules are for people to read.",
            "Không cần làm gì: đúng bản quy chế đã ký. Nội dung quy chế do con người đọc.",
        ],
        R::SignatureTimestampMissing => [
            "Add a document timestamp now, while the certificate is valid: it proves from today on that the signature exists.",
            "Hãy thêm dấu thời gian cho tài liệu ngay khi chứng thư còn hạn: từ hôm nay có bằng chứng rằng chữ ký đã tồn tại.",
        ],
        R::CmsMalformed | R::TimestampMalformed => [
            "Ask for the file as it was sent. If it is the same there, the program that signed wrote it wrong, and it must \
             be signed again.",
            "Hãy xin lại tệp gốc. Nếu tệp gốc cũng vậy thì phần mềm ký đã ghi sai, cần ký lại.",
        ],
        R::CmsSignerCount => [
            "Have each person sign in a field of their own: one PDF signature holds one signer.",
            "Mỗi người phải ký vào một ô riêng: một chữ ký PDF chỉ có một người ký.",
        ],
        R::CmsEncapsulatedContent
        | R::CmsContentType
        | R::CmsNoSignedAttributes
        | R::CmsAttributeMissing
        | R::CmsAttributeMultiple
        | R::CmsForgedAttributes => [
            "Have it signed again by a program that follows EN 319 142-1; what such a signature covers can be disputed.",
            "Nên ký lại bằng phần mềm theo EN 319 142-1; phạm vi của chữ ký như thế có thể bị tranh cãi.",
        ],
        R::CmsDigestContradiction | R::CmsAlgorithmProtection => [
            "Do not rely on the signature: its own statements on algorithms contradict each other. Have it signed again.",
            "Không nên tin chữ ký này: thông tin thuật toán trong chữ ký mâu thuẫn nhau. Hãy ký lại.",
        ],
        R::CmsNotDer | R::CmsIndefiniteLength | R::CmsAttributeUnreadable => [
            "Nothing: the verdict does not rest on it. Tell the maker of the signing program.",
            "Không cần làm gì: kết luận không phụ thuộc điều này. Nên báo cho nhà cung cấp phần mềm ký.",
        ],
        R::CmsSigningTimeDiffers | R::CmsSigningTimeLate => [
            "Rely on timestamps only: the time that a signer states is the clock of a computer, often some hours off.",
            "Chỉ nên tin dấu thời gian: giờ ký tự khai là giờ máy tính, thường lệch vài tiếng.",
        ],
        R::CryptoDigestMismatch | R::TimestampImprintMismatch => [
            "Nothing can mend changed bytes. Ask for the file as it was sent.",
            "Nội dung đã bị sửa thì không khắc phục được. Hãy xin lại tệp gốc như lúc gửi.",
        ],
        R::CryptoSignatureInvalid => [
            "Ask for the file as it was sent; if it is the same there, the signature was not made with this certificate's \
             key.",
            "Hãy xin lại tệp gốc; nếu tệp gốc cũng vậy thì chữ ký không do khoá của chứng thư này tạo ra.",
        ],
        R::CryptoAttributesNotDer => [
            "The signed bytes are unchanged. An archive that accepts such signatures says so in its policy \
             (signed-attributes-not-der = \"warn\").",
            "Nội dung được ký không bị sửa. Cơ quan lưu trữ chấp nhận chữ ký loại này thì ghi vào chính sách \
             (signed-attributes-not-der = \"warn\").",
        ],
        R::CryptoUnsupported | R::PathAlgorithmUnsupported => [
            "Check it with a program that knows this algorithm: here nothing is known, neither good nor bad.",
            "Hãy kiểm tra bằng phần mềm hỗ trợ thuật toán này: ở đây chưa kết luận được đúng hay sai.",
        ],
        R::CryptoContentUnavailable => [
            "Ask for the file as it was signed: what this signature was made over is not in it.",
            "Hãy xin lại tệp lúc ký: phần được ký không có trong tệp.",
        ],
        R::CryptoNotReliable => [
            "A valid timestamp from the time when the algorithm was reliable helps, or a policy that says until when it \
             stands (--policy).",
            "Cần dấu thời gian hợp lệ từ khi thuật toán còn an toàn, hoặc chính sách cho phép dùng đến ngày nào (--policy).",
        ],
        R::SignerCertificateMissing => [
            "Give the signer's certificate beside the document (--material).",
            "Hãy cung cấp chứng thư của người ký (--material).",
        ],
        R::SignerCertificateMismatch => [
            "Nothing helps: the signature itself names another certificate than the one that verifies it.",
            "Không khắc phục được: chữ ký ghi một chứng thư khác với chứng thư kiểm tra được chữ ký.",
        ],
        R::SignerCertificateUnbound => [
            "Nothing, under a policy that only warns; newer signing programs bind the certificate.",
            "Không cần làm gì nếu chính sách chỉ cảnh báo; phần mềm ký mới đều ràng buộc chứng thư vào chữ ký.",
        ],
        R::SignerKeyUsage | R::PathExtendedKeyUsage => [
            "Ask the authority what the certificate is for; it was not issued for this use.",
            "Hãy hỏi đơn vị cấp chứng thư về mục đích sử dụng; chứng thư này không cấp cho việc đó.",
        ],
        R::PathNoTrustAnchor | R::PathIssuerMissing => [
            "Give the certificates of the authorities (--material) and the root that you trust (--trust).",
            "Hãy cung cấp chứng thư của các đơn vị cấp (--material) và chứng thư gốc được tin cậy (--trust).",
        ],
        R::PathAnchorNameOnly => [
            "Get the right root from its authority and compare fingerprints: this one has the name but another key.",
            "Hãy lấy đúng chứng thư gốc từ đơn vị cấp và so dấu vân tay: bản này trùng tên nhưng khác khoá.",
        ],
        R::PathAnchorEnded => [
            "A document timestamp from before that day helps; or say in the trust list until when the root counts \
             (docs/trust.md).",
            "Cần dấu thời gian tài liệu có trước ngày đó; hoặc ghi trong danh sách tin cậy hạn dùng của chứng thư gốc \
             (docs/trust.md).",
        ],
        R::PathAnchorPurpose => [
            "Say in the trust list that this root is trusted for this too, if it is (docs/trust.md).",
            "Nếu chứng thư gốc này cũng được tin cậy cho việc này thì ghi thêm vào danh sách tin cậy (docs/trust.md).",
        ],
        R::PathSignatureInvalid | R::PathCertificateMalformed | R::PathNameChaining => [
            "Get the certificates from their authority again: one of these is damaged or forged.",
            "Hãy lấy lại chứng thư từ đơn vị cấp: có chứng thư bị hỏng hoặc giả mạo.",
        ],
        R::PathExpired => [
            "A timestamp from before the expiry helps, with revocation information from that time (--material).",
            "Cần dấu thời gian có trước khi hết hạn, cùng thông tin thu hồi của thời gian đó (--material).",
        ],
        R::PathNotYetValid => [
            "Check the time that you asked about (--at); a signature older than its certificate cannot be right.",
            "Hãy xem lại thời điểm kiểm tra (--at); chữ ký có trước chứng thư thì không thể đúng.",
        ],
        R::PathNotCa
        | R::PathLengthExceeded
        | R::PathKeyCertSign
        | R::PathCriticalExtension
        | R::PathNameConstraints
        | R::PathPolicy => [
            "Ask the authority: a certificate of the chain may not do what it was used for. Another chain may be good; give \
             its certificates (--material).",
            "Hãy hỏi đơn vị cấp: có chứng thư trong chuỗi không được phép dùng như vậy. Nếu có chuỗi khác, hãy cung cấp \
             chứng thư của chuỗi đó (--material).",
        ],
        R::PathProfile | R::RevocationCrlIssuerRedundant => [
            "Nothing: the authority wrote its certificate or list not quite by the rules, and the verdict does not rest on \
             it.",
            "Không cần làm gì: đơn vị cấp ghi chưa đúng quy cách, nhưng kết luận không phụ thuộc điều này.",
        ],
        R::PathLimit | R::RevocationLimit => [
            "Give only the certificates and lists that belong to the document: there are too many ways to look at.",
            "Chỉ cung cấp chứng thư và danh sách liên quan đến tài liệu: có quá nhiều khả năng phải xét.",
        ],
        R::RevocationRevoked => [
            "Ask the signer's office when the key was lost. A timestamp from before the revocation helps, unless the key was \
             compromised earlier.",
            "Hãy hỏi cơ quan của người ký xem khoá bị mất khi nào. Dấu thời gian có trước khi thu hồi thì giúp được.",
        ],
        R::RevocationMissing | R::RevocationUnknown => [
            "Give a CRL or an OCSP response of the authority, best from the time of signing or soon after (--material); \
             longseal fetch gathers them.",
            "Hãy cung cấp CRL hoặc phản hồi OCSP của đơn vị cấp, tốt nhất là từ lúc ký hoặc ngay sau đó (--material); lệnh \
             longseal fetch có thể tải về.",
        ],
        R::RevocationNotFresh => [
            "Give a newer CRL or OCSP response (--material); longseal fetch gathers them.",
            "Hãy cung cấp CRL hoặc phản hồi OCSP mới hơn (--material); lệnh longseal fetch có thể tải về.",
        ],
        R::RevocationCrlNotAuthorised
        | R::RevocationOcspNotAuthorised
        | R::RevocationCrlScope
        | R::RevocationMalformed
        | R::RevocationUnsupported
        | R::RevocationCriticalExtension
        | R::RevocationCertificateHash => [
            "Give another CRL or OCSP response, of the authority that issued the certificate (--material): this one does not \
             count for it.",
            "Hãy cung cấp CRL hoặc phản hồi OCSP khác của chính đơn vị cấp chứng thư (--material): bản này không có giá trị \
             cho chứng thư đó.",
        ],
        R::RevocationIssuedBefore => [
            "Give revocation information from after the certificate was issued (--material).",
            "Hãy cung cấp thông tin thu hồi có sau khi chứng thư được cấp (--material).",
        ],
        R::RevocationIssuedAfterExpiry => [
            "Give the authority's last CRL from before the certificate expired (--material): later ones may have dropped it.",
            "Hãy cung cấp CRL cuối cùng của đơn vị cấp trước khi chứng thư hết hạn (--material): các bản sau có thể đã bỏ \
             chứng thư đó.",
        ],
        R::RevocationSignerRevoked | R::RevocationSignerNotChecked => [
            "Give revocation information that another key signed, or information on the certificate of the one that signed \
             it (--material).",
            "Hãy cung cấp thông tin thu hồi do khoá khác ký, hoặc thông tin về chứng thư của bên đã ký (--material).",
        ],
        R::RevocationSignerExpired => [
            "A document timestamp over the revocation information, from before its signer expired, helps; or newer \
             information (--material).",
            "Cần dấu thời gian tài liệu phủ thông tin thu hồi, có trước khi chứng thư của bên ký hết hạn; hoặc thông tin mới \
             hơn (--material).",
        ],
        R::RevocationSkipped => [
            "Ask for revocation to be checked (--revocation require), if the verdict is to rest on it.",
            "Nếu cần xét thu hồi, hãy dùng --revocation require.",
        ],
        R::TimestampNotValid => [
            "Give what the timestamp's own chain lacks (--material, --trust); without a valid timestamp the time of signing \
             is only claimed.",
            "Hãy bổ sung những gì chuỗi chứng thư của dấu thời gian còn thiếu (--material, --trust); không có dấu thời gian \
             hợp lệ thì giờ ký chỉ là tự khai.",
        ],
        R::RenewalSignerCertificate
        | R::RenewalTimestampCertificate
        | R::RenewalAuthorityCertificate
        | R::RenewalAlgorithm
        | R::RenewalRevocationSigner
        | R::RenewalRevocationAlgorithm => [
            "Before that day, add a document timestamp over the document and its revocation information. `longseal catalog due` \
             lists every document that needs one.",
            "Trước ngày đó, hãy thêm dấu thời gian cho tài liệu, bao phủ cả thông tin thu hồi. Lệnh `longseal catalog due` liệt kê \
             mọi tài liệu cần làm.",
        ],
        R::TimestampProvesTime | R::ValidationPastProven => [
            "Nothing: this is what the verdict rests on. Keep the file unchanged, and renew its timestamp in time \
             (renewal_due).",
            "Không cần làm gì: đây là căn cứ của kết luận. Giữ nguyên tệp và gia hạn dấu thời gian đúng hạn (renewal_due).",
        ],
        R::TimestampExtendedKeyUsage => [
            "Take timestamps from an authority whose certificate is for timestamping only (RFC 3161).",
            "Nên dùng dấu thời gian của đơn vị có chứng thư chỉ dành cho cấp dấu thời gian (RFC 3161).",
        ],
        R::TimestampOrder => [
            "Do not rely on these times: one clock was wrong, or a timestamp was moved. Ask the timestamping authorities.",
            "Không nên tin các thời điểm này: có đồng hồ sai hoặc dấu thời gian bị chuyển chỗ. Hãy hỏi đơn vị cấp dấu thời \
             gian.",
        ],
        R::ChangesNotPermitted | R::ChangesUnexplained | R::ChangesNotListed => [
            "Look at the changes that are listed, compare with the signed revision, and ask the signer whether they were \
             meant.",
            "Hãy xem các thay đổi được liệt kê, so với phiên bản đã ký và hỏi người ký có chủ ý không.",
        ],
        R::ChangesNotAnalysed => [
            "Ask for the file as it was signed: what came after could not be compared.",
            "Hãy xin lại tệp lúc ký: phần thêm sau không so sánh được.",
        ],
        R::ChangesFieldFilled
        | R::ChangesFieldSigned
        | R::ChangesTimestampAdded
        | R::ChangesVisibleSignatureFieldAdded
        | R::ChangesInvisibleSignatureFieldAdded
        | R::ChangesSignatureWidgetPlaced
        | R::ChangesFieldAppearanceUpdated
        | R::ChangesSignatureAppearanceSet
        | R::ChangesFormDefaults
        | R::ChangesFormResourcesAdded => [
            "Nothing, unless the signer locked the form: filling in and signing after somebody else is how a form goes round.",
            "Không cần làm gì, trừ khi người ký đã khoá biểu mẫu: điền và ký tiếp sau người khác là quy trình bình thường.",
        ],
        R::ChangesInformationUpdated
        | R::ChangesExtensionsUpdated
        | R::ChangesMetadataUpdated
        | R::ChangesValidationDataAdded
        | R::ChangesStructureExtended
        | R::ChangesAnnotationIcons => [
            "Nothing: this changes nothing that a reader sees.",
            "Không cần làm gì: thay đổi này không ảnh hưởng đến nội dung hiển thị.",
        ],
        R::ChangesAnnotationAdded | R::ChangesAnnotationChanged | R::ChangesAnnotationRemoved | R::AttackEvilAnnotation => [
            "Read the page without its comments: an annotation can cover what was signed.",
            "Hãy đọc trang khi tắt chú thích: chú thích có thể che nội dung đã ký.",
        ],
        R::ChangesContentChanged
        | R::ChangesImageReplaced
        | R::ChangesPageEntryChanged
        | R::ChangesPagesChanged
        | R::ChangesPageCount
        | R::AttackIncrementalSaving => [
            "Read the signed revision instead, which the file still holds: what is shown now is not what was signed.",
            "Hãy đọc phiên bản đã ký (vẫn còn trong tệp): nội dung đang hiện không phải nội dung đã ký.",
        ],
        R::ChangesFontReplaced
        | R::ChangesAppearanceResourceChanged
        | R::ChangesFormResourceReplaced
        | R::AttackShadowReplace => [
            "Read the signed revision instead: the same text may be shown with other letters or figures now.",
            "Hãy đọc phiên bản đã ký: cùng một đoạn chữ nay có thể hiện thành chữ hoặc số khác.",
        ],
        R::ChangesObjectDeleted | R::ChangesWidgetRemoved | R::AttackShadowHide => [
            "Read the signed revision instead: something was taken away that had been there, or had covered something.",
            "Hãy đọc phiên bản đã ký: có phần bị gỡ đi, hoặc phần che nội dung khác đã bị gỡ.",
        ],
        R::ChangesObjectStreamReplaced | R::ChangesObjectElsewhere | R::ChangesObjectReused | R::AttackShadowHideAndReplace => [
            "Do not rely on what is shown now: content that lay hidden in the file was brought forward. Read the signed \
             revision.",
            "Không nên tin nội dung đang hiện: phần ẩn trong tệp đã được đưa ra. Hãy đọc phiên bản đã ký.",
        ],
        R::ChangesCatalogChanged
        | R::ChangesStructureChanged
        | R::ChangesExtensionsMalformed
        | R::ChangesMetadataMalformed
        | R::ChangesInformationReplaced
        | R::ChangesEncryptionChanged => [
            "Ask who saved the file after signing and with which program: settings of the document were changed.",
            "Hãy hỏi ai đã lưu tệp sau khi ký và bằng phần mềm nào: thiết lập của tài liệu đã bị thay đổi.",
        ],
        R::ChangesFormChanged
        | R::ChangesFieldAdded
        | R::ChangesFieldRemoved
        | R::ChangesFieldNameTaken
        | R::ChangesFieldEntryChanged
        | R::ChangesWidgetAdded
        | R::ChangesWidgetChanged => [
            "Compare the form with the signed revision: it is no longer the one that the signer saw.",
            "Hãy so biểu mẫu với phiên bản đã ký: không còn đúng biểu mẫu người ký đã thấy.",
        ],
        R::ChangesSignedFieldChanged
        | R::ChangesSignatureAppearanceChanged
        | R::ChangesValuePartChanged
        | R::AttackSignatureAppearance => [
            "Do not rely on what the signature shows on the page; the name and the date are those of the certificate and of \
             this report.",
            "Không nên tin hình chữ ký trên trang; tên và ngày giờ đúng là của chứng thư và của báo cáo này.",
        ],
        R::ChangesSignatureMalformed
        | R::ChangesSignatureUnsigned
        | R::ChangesSignatureUnsound
        | R::ChangesSignatureNotVerified
        | R::AttackSneakySignature => [
            "Ask the second signer: what was added looks like a signature and is none that verifies.",
            "Hãy hỏi người ký sau: phần thêm vào trông như chữ ký nhưng không kiểm tra được.",
        ],
        R::ChangesAppearanceShared | R::ChangesAppearanceReplaced | R::ChangesValueContradicted | R::ChangesAppearanceNotRead => {
            [
                "Read the value of the field, not its picture: they may differ.",
                "Hãy đọc giá trị của ô, không chỉ hình hiển thị: hai phần có thể khác nhau.",
            ]
        }
        R::ChangesDssRemoved => [
            "Keep the file as it is: earlier revisions still hold what was removed. Ask who saved it, and with which program.",
            "Giữ nguyên tệp: các phiên bản trước vẫn còn phần bị gỡ. Hãy hỏi ai đã lưu tệp và bằng phần mềm nào.",
        ],
        R::ChangesValidationDataRemoved | R::ChangesValidationDataMalformed => [
            "Nothing was lost: earlier revisions still hold it and it was used. Use another program for adding timestamps.",
            "Không mất gì: các phiên bản trước vẫn còn và đã được dùng. Nên dùng phần mềm khác để thêm dấu thời gian.",
        ],
        R::ChangesBytesUnaccounted | R::ChangesDataAfterEnd | R::ChangesRevisionMalformed => [
            "Ask for the file as it was sent: what was appended is no proper revision and may hide something.",
            "Hãy xin lại tệp gốc: phần thêm sau không đúng quy cách và có thể che giấu nội dung.",
        ],
        R::ContentJavascript
        | R::ContentActions
        | R::ContentXfa
        | R::ContentHiddenLayers
        | R::ContentFillableFields
        | R::ContentMultimedia => [
            "Know that what is shown can depend on the viewer or the day; for archiving, prefer PDF/A, which forbids it.",
            "Lưu ý nội dung hiển thị có thể thay đổi theo phần mềm hoặc thời điểm; khi lưu trữ nên dùng PDF/A.",
        ],
        R::ContentLinks | R::ContentAnnotations | R::ContentAttachments => [
            "Nothing, unless a reader could take it for the signed text: a link or attachment leads to something else.",
            "Không cần làm gì, trừ khi dễ nhầm với nội dung đã ký: liên kết hoặc tệp đính kèm dẫn tới nội dung khác.",
        ],
        R::ContentDuplicateObjects => [
            "Ask who made the file: it holds two versions of one object inside the signed part.",
            "Hãy hỏi người tạo tệp: phần đã ký chứa hai bản của cùng một đối tượng.",
        ],
        R::ContentObjectsNotExamined | R::ContentNotExamined => [
            "Nothing for the verdict: only the remarks on content are incomplete.",
            "Kết luận không đổi: chỉ phần nhận xét về nội dung chưa đầy đủ.",
        ],
        R::AttackUniversalForgery | R::AttackSignatureWrapping => [
            "Do not rely on the document, and tell whoever sent it: this looks made to deceive.",
            "Không nên tin tài liệu, và hãy báo cho người gửi: tệp có dấu hiệu được làm để đánh lừa.",
        ],
        R::ValidationExpiredNoProof => [
            "Find a timestamped copy, or other proof that the document existed before that day; a timestamp of today does \
             not help any more.",
            "Hãy tìm bản có dấu thời gian hoặc bằng chứng tài liệu có trước ngày đó; dấu thời gian cấp hôm nay không còn \
             giúp được.",
        ],
        R::ValidationNoProofOfCertificate | R::ValidationNoProofOfRevocation | R::ValidationNoProofOfSignature => [
            "Find a copy with a document timestamp over it from before that time; next time, renew the timestamp before \
             anything under it ends.",
            "Hãy tìm bản có dấu thời gian tài liệu phủ lên, có trước thời điểm đó; lần sau hãy gia hạn trước khi chứng thư \
             hay thuật toán hết hạn.",
        ],
        R::ValidationMadeAfterRevocation | R::ValidationMadeAfterExpiry | R::ValidationMadeAfterAlgorithm => [
            "Nothing helps: a content timestamp shows that it was signed too late. Have it signed again.",
            "Không khắc phục được: dấu thời gian nội dung cho thấy ký quá muộn. Cần ký lại.",
        ],
    }
}
