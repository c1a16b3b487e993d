//! Vietnamese.

use super::Labels;
use crate::gather::Gather as _;
use crate::indication::{Indication, SubIndication};
use crate::pdf::changes::{Part, Place};
use crate::reason::ReasonCode;

pub(super) fn verdict(indication: Indication) -> &'static str {
    match indication {
        Indication::TotalPassed => "HỢP LỆ",
        Indication::Indeterminate => "CHƯA THỂ XÁC NHẬN",
        Indication::TotalFailed => "KHÔNG HỢP LỆ",
    }
}

pub(super) fn sub_indication(sub_indication: SubIndication) -> &'static str {
    use SubIndication as S;
    match sub_indication {
        S::FormatFailure => "chữ ký sai cấu trúc",
        S::HashFailure => "tài liệu đã bị thay đổi",
        S::SigCryptoFailure => "giá trị chữ ký không đúng",
        S::Revoked => "chứng thư đã bị thu hồi trước khi ký",
        S::Expired => "chứng thư đã hết hạn trước khi ký",
        S::NotYetValid => "chứng thư chưa có hiệu lực",
        S::SigConstraintsFailure => "chữ ký không đáp ứng một điều kiện",
        S::ChainConstraintsFailure => "chứng thư không đáp ứng một điều kiện",
        S::CertificateChainGeneralFailure => "không xác nhận được chứng thư",
        S::CryptoConstraintsFailure => "thuật toán quá yếu",
        S::PolicyProcessingError => "không xử lý được chính sách chữ ký",
        S::SignaturePolicyNotAvailable => "không có chính sách chữ ký",
        S::TimestampOrderFailure => "các dấu thời gian mâu thuẫn nhau",
        S::NoSigningCertificateFound => "thiếu chứng thư của người ký",
        S::NoCertificateChainFound => "không có đường dẫn tới gốc tin cậy",
        S::NoCertificateChainFoundNoPoe => "gốc không còn được tin cậy và thiếu bằng chứng thời gian",
        S::RevokedNoPoe => "chứng thư đã bị thu hồi và thiếu bằng chứng chữ ký có trước đó",
        S::RevokedCaNoPoe => "chứng thư của tổ chức cấp đã bị thu hồi và thiếu bằng chứng chữ ký có trước đó",
        S::OutOfBoundsNotRevoked => "chứng thư đã hết hạn, không bị thu hồi, nhưng thiếu bằng chứng chữ ký có trước đó",
        S::OutOfBoundsNoPoe => "chứng thư đã hết hạn và thiếu bằng chứng chữ ký có trước đó",
        S::RevocationOutOfBoundsNoPoe => "thông tin thu hồi không còn xác nhận được",
        S::CryptoConstraintsFailureNoPoe => "thuật toán không còn an toàn và thiếu bằng chứng thời gian",
        S::NoPoe => "thiếu bằng chứng thời gian",
        S::TryLater => "cần thông tin thu hồi mới hơn",
        S::SignedDataNotFound => "thiếu dữ liệu được ký",
    }
}

pub(super) const fn reason(code: ReasonCode) -> &'static str {
    use ReasonCode as R;
    match code {
        R::DocumentRepaired => {
            "Tệp bị hỏng: bảng tham chiếu không dùng được và đã phải dựng lại. Nội dung hiển thị không chắc chắn nên không thể xác nhận chữ ký nào trong tệp."
        }
        R::DocumentTrailingData => "Sau phần cuối của tệp còn {bytes} byte không thuộc phiên bản nào.",
        R::DocumentCertificateUnreadable => "Một chứng thư trong tài liệu không đọc được và đã được bỏ qua: {what}.",
        R::ByteRangeMissing => "Chữ ký không cho biết nó ký phần nào của tệp.",
        R::ByteRangeMalformed => "Phạm vi byte được ký[ {range}] sai định dạng.",
        R::ByteRangePastEnd => {
            "Phạm vi byte được ký kết thúc ở {end}, vượt quá cuối tệp ({size} byte). Không có dấu hiệu tệp bị cắt cụt: phạm vi này sai."
        }
        R::ByteRangeCutOff => "Tệp bị cắt cụt: đã ký {end} byte nhưng chỉ còn {size} byte, thiếu {missing} byte ở cuối tệp.",
        R::ByteRangeGapNotContents => {
            "Khoảng trống không được ký trong tệp chứa nội dung khác ngoài giá trị chữ ký[ ({why})]: có thể có nội dung bị giấu ở đó."
        }
        R::ByteRangeCollision => "Phạm vi ký của chữ ký này và của {field} chồng chéo nhau.",
        R::ByteRangePartial => "Chữ ký chỉ bao phủ một phần tệp, không phải một phiên bản hoàn chỉnh.",
        R::SignatureContentsMissing => "Trường chữ ký không có giá trị chữ ký.",
        R::SignatureDictionaryMalformed => "Có chữ ký nhưng sai cấu trúc[: {what}].",
        R::SignatureDictionaryShared => "Một giá trị chữ ký được dùng cho nhiều trường[: {fields}].",
        R::SignatureDictionaryReplaced => "Chữ ký đã bị thay thế hoặc gỡ bỏ trong phiên bản sau[ ({revision})].",
        R::SignatureOutsideForm => "Trường chữ ký không thuộc biểu mẫu của tài liệu[ ({origin})].",
        R::SignatureUsageRights => {
            "Tài liệu có chữ ký quyền sử dụng, chỉ để mở tính năng của một phần mềm. Đây không phải chữ ký của người ký và không được xét."
        }
        R::SignatureSubfilterUnknown => "Loại chữ ký “{subfilter}” không thuộc tiêu chuẩn; đã được đọc như CMS.",
        R::SignatureSubfilterMissing => "Chữ ký không nêu loại; đã được đọc như CMS.",
        R::SignaturePolicyNotAvailable => {
            "Chữ ký tuân theo chính sách chữ ký {policy} hiện không có[; theo chữ ký thì chính sách ở {uri}]."
        }
        R::SignaturePolicyDigestMismatch => {
            "Chữ ký tuân theo chính sách chữ ký {policy}, nhưng văn bản chính sách đang có cho giá trị băm {algorithm} khác."
        }
        R::SignaturePolicyDigestMissing => {
            "Chữ ký tuân theo chính sách chữ ký {policy} nhưng không nêu rõ là bản nào của văn bản chính sách."
        }
        R::SignaturePolicyIdentified => "Chữ ký tuân theo chính sách chữ ký {policy} đã biết.",
        R::SignatureTimestampMissing => {
            "Không có dấu thời gian hợp lệ nào chứng minh chữ ký tồn tại từ lúc nào, trong khi chính sách yêu cầu phải có."
        }
        R::SignaturePolicyUnreadable => "Chữ ký có nêu chính sách chữ ký nhưng không đọc được.",
        R::SignatureUnsupported => "Loại chữ ký chưa được hỗ trợ: {what}. Chưa thể kết luận gì về chữ ký này.",
        R::CmsMalformed => "Giá trị chữ ký bị hỏng, không đọc được: {what}.",
        R::CmsSignerCount => "Chữ ký có {count} người ký; chỉ được phép có đúng một.",
        R::CmsEncapsulatedContent => "Chữ ký mang nội dung riêng bên trong, điều này không được phép.",
        R::CmsDigestContradiction => "Chữ ký nêu hai thuật toán băm khác nhau: {first} và {second}.",
        R::CmsAlgorithmProtection => "Tên thuật toán được bảo vệ khác với thuật toán đã dùng.",
        R::CmsAttributeMissing => "Thiếu thuộc tính ký bắt buộc: {attribute}.",
        R::CmsAttributeMultiple => "Thuộc tính ký phải có đúng một giá trị: {attribute}.",
        R::CmsContentType => "Kiểu nội dung được ký {found} không phải của một tài liệu.",
        R::CmsNoSignedAttributes => "Chữ ký không có thuộc tính ký mà định dạng yêu cầu.",
        R::CmsForgedAttributes => "Nội dung được ký có dạng thuộc tính ký: có thể là giả mạo từ một chữ ký khác.",
        R::CmsNotDer => "Mã hoá của chữ ký không đúng DER ({what}); đã đọc nguyên trạng.",
        R::CmsIndefiniteLength => "Chữ ký dùng mã hoá BER với độ dài không xác định.",
        R::CmsAttributeUnreadable => "Một thuộc tính không ký ({attribute}) không đọc được và đã được bỏ qua.",
        R::CmsSigningTimeLate => {
            "Thời điểm ký được khai là {claimed}, muộn hơn thời điểm chữ ký được chứng minh đã tồn tại: {proven}."
        }
        R::CmsSigningTimeDiffers => "Có hai thời điểm ký được khai: {first} và {second}.",
        R::CryptoDigestMismatch => "Tài liệu đã bị thay đổi sau khi ký: nội dung được ký không khớp với tệp này.",
        R::CryptoSignatureInvalid => "Giá trị chữ ký không khớp với khoá của người ký.",
        R::CryptoAttributesNotDer => {
            "Các thuộc tính được ký không theo thứ tự DER; giá trị chữ ký chỉ khớp theo đúng thứ tự đã ghi. Nội dung được ký không bị thay đổi."
        }
        R::CryptoUnsupported => "Chữ ký dùng {what} chưa được hỗ trợ; chưa thể kết luận về giá trị chữ ký.",
        R::CryptoContentUnavailable => "Không có nội dung được ký để đối chiếu.",
        R::CryptoNotReliable => {
            "{algorithm}, dùng bởi {subject}, không còn được coi là an toàn từ {since}, và không có bằng chứng về thời điểm sớm hơn {time}. \
             Nếu có dấu thời gian hợp lệ cấp khi thuật toán còn an toàn thì đã kết luận được."
        }
        R::SignerCertificateMissing => {
            "Chứng thư số của người ký không có trong tài liệu và cũng không được cung cấp: {identifier}."
        }
        R::SignerCertificateMismatch => "Chữ ký nêu một chứng thư khác với chứng thư tìm thấy.",
        R::SignerCertificateUnbound => {
            "Chữ ký không ràng buộc chứng thư của người ký; chứng thư được tìm theo đơn vị cấp và số sê-ri."
        }
        R::SignerKeyUsage => "Chứng thư của người ký không dùng để ký tài liệu (mục đích khoá: {usage}).",
        R::PathNoTrustAnchor => "Chứng thư của {subject} không dẫn tới gốc tin cậy nào.",
        R::PathAnchorNameOnly => "Đơn vị cấp[ {issuer}] của {subject} trùng tên với gốc tin cậy nhưng khoá khác.",
        R::PathAnchorEnded => {
            "Gốc tin cậy {subject} chỉ được tin cậy đến {time}. Nếu có dấu thời gian chứng minh chữ ký tồn tại trước đó thì đã kết luận được."
        }
        R::PathAnchorPurpose => "{subject} là gốc tin cậy nhưng không dùng cho mục đích này ({purpose}).",
        R::PathIssuerMissing => "Thiếu chứng thư của đơn vị cấp[ {issuer}]. Cần bổ sung chứng thư này.",
        R::PathSignatureInvalid => "Chứng thư của {subject} không do đơn vị cấp nêu trong đó[, {issuer},] ký.",
        R::PathAlgorithmUnsupported => "Chứng thư của {subject} được ký bằng {algorithm} chưa được hỗ trợ.",
        R::PathExpired => "Chứng thư của {subject} đã hết hạn ngày {time}.",
        R::PathNotYetValid => "Chứng thư của {subject} chỉ có hiệu lực từ {time}.",
        R::PathNameChaining => "Chứng thư của {subject} nêu đơn vị cấp khác[ với {issuer}].",
        R::PathNotCa => "{subject} đã cấp chứng thư nhưng không phải tổ chức chứng thực.",
        R::PathLengthExceeded => "Đường dẫn chứng thực dài hơn mức {subject} cho phép.",
        R::PathKeyCertSign => "{subject} không được phép cấp chứng thư (mục đích khoá).",
        R::PathCriticalExtension => "Chứng thư của {subject} có phần mở rộng quan trọng không hiểu được: {extension}.",
        R::PathNameConstraints => {
            "Tên[ {name}] trong chứng thư của {subject} nằm ngoài phạm vi đơn vị cấp được phép chứng thực[ ({fault})]."
        }
        R::PathPolicy => "Đường dẫn chứng thực không đáp ứng chính sách chứng thư yêu cầu[: {fault}].",
        R::PathExtendedKeyUsage => "Chứng thư của {subject} không dùng cho mục đích này[: {purpose}] (mục đích khoá mở rộng).",
        R::PathCertificateMalformed => "Chứng thư của {subject} sai cấu trúc[: {what}].",
        R::PathLimit => "Việc tìm đường dẫn chứng thực đã dừng do vượt giới hạn: {limit}.",
        R::RevocationRevoked => "Chứng thư của {subject} đã bị thu hồi ngày {time} ({reason}).",
        R::RevocationMissing => {
            "Không biết chứng thư của {subject} có bị thu hồi hay không: không có CRL hoặc phản hồi OCSP dùng được. \
             Cần bổ sung CRL hoặc phản hồi OCSP của đơn vị cấp chứng thư."
        }
        R::RevocationNotFresh => "Thông tin thu hồi mới nhất về {subject} là ngày {this_update}, quá cũ so với {needed}.",
        R::RevocationUnknown => "Máy chủ OCSP không biết chứng thư của {subject}.",
        R::RevocationCrlNotAuthorised => "Một CRL[ cho {subject}] không được dùng: {what}.",
        R::RevocationCrlScope => "Một CRL không áp dụng cho chứng thư[ của {subject}]: {what}.",
        R::RevocationOcspNotAuthorised => "Một phản hồi OCSP[ cho {subject}] không được dùng: {what}.",
        R::RevocationMalformed => "Thông tin thu hồi không đọc được: {what}.",
        R::RevocationUnsupported => "Thông tin thu hồi[ cho {subject}] dùng {what} chưa được hỗ trợ.",
        R::RevocationSignerExpired => {
            "Chứng thư đứng sau thông tin thu hồi của {subject} đã hết hạn và không có bằng chứng thông tin đó có trước."
        }
        R::PathProfile => "Chứng thư của {subject} vi phạm quy tắc của hồ sơ: {rule}.",
        R::RevocationCriticalExtension => {
            "Thông tin thu hồi không được dùng: có phần mở rộng quan trọng không hiểu được ({extension})."
        }
        R::RevocationCertificateHash => "Một phản hồi OCSP[ cho {subject}] nói về chứng thư khác cùng số sê-ri.",
        R::RevocationIssuedBefore => "Thông tin thu hồi[ về {subject}] có trước chứng thư.",
        R::RevocationIssuedAfterExpiry => {
            "Thông tin thu hồi[ về {subject}] được cấp sau khi chứng thư hết hạn nên có thể không còn nêu chứng thư."
        }
        R::RevocationCrlIssuerRedundant => {
            "Chứng thư[ của {subject}] nêu chính đơn vị cấp là nơi phát hành CRL; CRL được ký bằng khoá của đơn vị đó và đã được dùng."
        }
        R::RevocationSignerRevoked => "Thông tin thu hồi không được dùng: chứng thư của bên ký[ {subject}] đã bị thu hồi.",
        R::RevocationSignerNotChecked => "Không biết chứng thư của bên ký thông tin thu hồi[ {subject}] có bị thu hồi hay không.",
        R::RevocationLimit => "Việc tìm thông tin thu hồi đã dừng do vượt giới hạn.",
        R::RevocationSkipped => "Không kiểm tra thu hồi của {subject}, theo chính sách cho phép.",
        R::TimestampMalformed => "Một dấu thời gian không đọc được: {what}.",
        R::TimestampImprintMismatch => "Dấu thời gian {time} thuộc về dữ liệu khác.",
        R::TimestampNotValid => "Dấu thời gian {time} không được dùng vì không qua kiểm tra ({what}).",
        R::TimestampProvesTime => "Dấu thời gian chứng minh chữ ký đã tồn tại vào {time}.",
        R::TimestampOrder => "Các dấu thời gian mâu thuẫn nhau: dấu phải có trước ghi {first}, dấu bao phủ nó ghi {second}.",
        R::TimestampExtendedKeyUsage => "Chứng thư của {subject} không dành riêng cho việc cấp dấu thời gian.",
        R::ChangesNotPermitted => "Sau khi ký đã có thay đổi mà người ký không cho phép.",
        R::ChangesNotAnalysed => {
            "[Sau phiên bản đã ký còn {count} phiên bản. ]Không phân tích được những gì đã thay đổi sau khi ký."
        }
        R::ChangesFieldFilled => "Một trường biểu mẫu đã được điền.",
        R::ChangesFieldSigned => "Có thêm một chữ ký khác.",
        R::ChangesTimestampAdded => "Có thêm một dấu thời gian của tài liệu.",
        R::ChangesVisibleSignatureFieldAdded => "Có thêm một trường chữ ký hiển thị trên trang.",
        R::ChangesInvisibleSignatureFieldAdded => "Có thêm một trường chữ ký không hiển thị.",
        R::ChangesSignatureWidgetPlaced => "Một trường chữ ký còn trống đã được đặt lên trang.",
        R::ChangesFieldAppearanceUpdated => "Cách hiển thị của một trường biểu mẫu đã được cập nhật.",
        R::ChangesSignatureAppearanceSet => "Trường chữ ký được gắn hình ảnh hiển thị của chữ ký.",
        R::ChangesFormDefaults => "Các thiết lập mặc định của biểu mẫu đã thay đổi.",
        R::ChangesFormResourcesAdded => "Có thêm phông chữ hoặc tài nguyên khác để điền biểu mẫu.",
        R::ChangesInformationUpdated => {
            "Thông tin tài liệu (tiêu đề, tác giả, ngày) đã được cập nhật; phần này không nằm trên trang."
        }
        R::ChangesExtensionsUpdated => "Ghi chú về phiên bản PDF mà tệp cần đã được cập nhật.",
        R::ChangesMetadataUpdated => "Siêu dữ liệu của tệp đã được cập nhật; phần này không nằm trên trang.",
        R::ChangesValidationDataAdded => "Có thêm hoặc làm mới dữ liệu xác thực (chứng thư, thông tin thu hồi, dấu thời gian).",
        R::ChangesStructureExtended => "Danh mục cấu trúc tài liệu được bổ sung mục cho trường mới.",
        R::ChangesAnnotationAdded => "Có thêm một chú thích[ ({kind})].",
        R::ChangesAppearanceNotRead => "Phông chữ không cho biết ô này có hiển thị đúng giá trị đã điền hay không.",
        R::ChangesAnnotationIcons => "Có thêm hình dùng cho chú thích.",
        R::ChangesAnnotationChanged => "Một chú thích đã bị sửa[ ({kind})].",
        R::ChangesAnnotationRemoved => "Một chú thích đã bị xoá[ ({kind})].",
        R::ChangesContentChanged => "Nội dung của tài liệu đã bị thay đổi.",
        R::ChangesFontReplaced => "Một phông chữ đã bị thay thế: nội dung đã ký có thể hiển thị khác đi.",
        R::ChangesImageReplaced => "Một hình ảnh hoặc lớp phủ trên trang đã bị thay thế hoặc gỡ bỏ.",
        R::ChangesPageEntryChanged => "Trang đã bị thay đổi (/{key}).",
        R::ChangesPageCount => "Tài liệu hiện có {after} trang; khi ký có {before} trang.",
        R::ChangesPagesChanged => "Có trang được thêm, gỡ bỏ hoặc đổi thứ tự.",
        R::ChangesObjectDeleted => "Một phần của tài liệu đã ký đã bị xoá.",
        R::ChangesObjectStreamReplaced => "Một khối chứa nhiều phần của tài liệu đã ký đã bị thay thế.",
        R::ChangesObjectElsewhere => "Phiên bản sau hiển thị một đối tượng đã được giấu sẵn trong phần trước của tệp.",
        R::ChangesObjectReused => "Một đối tượng có sẵn trong tệp được dùng vào việc khác.",
        R::ChangesCatalogChanged => "Một thiết lập của toàn tài liệu đã bị thay đổi[ (/{key})].",
        R::ChangesFormChanged => "Biểu mẫu bị thay đổi vượt quá việc điền và ký[ (/{key})].",
        R::ChangesFieldAdded => "Có thêm một trường biểu mẫu không phải trường chữ ký.",
        R::ChangesFieldRemoved => "Một trường biểu mẫu đã bị gỡ bỏ.",
        R::ChangesFieldNameTaken => "Một trường mới trùng tên với trường đã có.",
        R::ChangesFieldEntryChanged => "Một trường biểu mẫu bị thay đổi ngoài việc điền giá trị (/{key}).",
        R::ChangesWidgetAdded => "Một thành phần biểu mẫu không được phép đã được đặt lên trang.",
        R::ChangesWidgetRemoved => "Một trường biểu mẫu đã bị gỡ khỏi trang.",
        R::ChangesWidgetChanged => "Một thành phần biểu mẫu không thuộc trường nào đã bị thay đổi.",
        R::ChangesSignedFieldChanged => "Trường của một chữ ký đã có bị thay đổi (/{key}).",
        R::ChangesSignatureRemoved => "Chữ ký đã bị gỡ khỏi tài liệu.",
        R::ChangesSignatureReplaced => "Chữ ký đã bị thay bằng chữ ký khác.",
        R::ChangesSignatureReused => "Một chữ ký cũ được đặt vào trường khác.",
        R::ChangesSignatureMalformed => "Trường chữ ký được gán nội dung không phải chữ ký.",
        R::ChangesSignatureUnsigned => "Có thêm hình ảnh chữ ký nhưng không ai ký.",
        R::ChangesSignatureUnsound => "Có thêm một chữ ký sai cấu trúc hoặc không bao phủ tài liệu.",
        R::ChangesSignatureNotVerified => "Có thêm một chữ ký hiển thị nhưng không xác minh được.",
        R::ChangesSignatureAppearanceChanged => "Hình ảnh hiển thị của chữ ký trên trang đã bị thay đổi.",
        R::ChangesAppearanceShared => "Phần hiển thị của một trường đã bị thay đổi và còn được dùng ở nơi khác.",
        R::ChangesAppearanceReplaced => "Phần hiển thị của một trường biểu mẫu đã bị gỡ hoặc thay thế.",
        R::ChangesAppearanceResourceChanged => "Phông chữ hoặc hình ảnh mà một trường biểu mẫu dùng đã bị thay thế.",
        R::ChangesFormResourceReplaced => "Phông chữ hoặc tài nguyên của biểu mẫu đã bị gỡ hoặc thay thế.",
        R::ChangesValuePartChanged => "Một phần của chữ ký hoặc của giá trị trường đã bị thay đổi.",
        R::ChangesValueContradicted => "Một trường biểu mẫu hiển thị khác với giá trị của nó.",
        R::ChangesEncryptionChanged => "Mã hoá của tệp đã bị thêm, gỡ bỏ hoặc thay thế.",
        R::ChangesInformationReplaced => "Thông tin tài liệu đã bị thay bằng nội dung khác.",
        R::ChangesExtensionsMalformed => "Ghi chú về phiên bản PDF của tệp đã bị gỡ hoặc sai cấu trúc.",
        R::ChangesMetadataMalformed => "Siêu dữ liệu mới không đúng định dạng XMP.",
        R::ChangesStructureChanged => "Danh mục cấu trúc tài liệu đã bị thay đổi[ (/{key})].",
        R::ChangesDssRemoved => "Kho dữ liệu xác thực (chứng thư, thông tin thu hồi) đã bị gỡ khỏi tài liệu.",
        R::ChangesValidationDataRemoved => "Dữ liệu xác thực (chứng thư, thông tin thu hồi) đã bị gỡ bỏ.",
        R::ChangesValidationDataMalformed => {
            "Nội dung không phải dữ liệu xác thực được đặt vào phần dữ liệu xác thực[ (/{key})]."
        }
        R::ChangesBytesUnaccounted => "Các byte {from} đến {to} của tệp không thuộc phần nào; có thể có nội dung bị giấu ở đó.",
        R::ChangesDataAfterEnd => "Tệp còn dữ liệu sau điểm kết thúc.",
        R::ChangesRevisionMalformed => "Một phiên bản sau không được nối đúng cách vào tệp.",
        R::ChangesUnexplained => "Có thành phần không được phép thay đổi đã bị thay đổi.",
        R::ChangesNotListed => "Còn {count} thay đổi khác không được liệt kê.",
        R::ContentJavascript => {
            "Tài liệu chứa JavaScript[ (trang {pages})]: nội dung hiển thị có thể thay đổi tuỳ lúc và nơi mở."
        }
        R::ContentActions => {
            "Tài liệu chứa lệnh ({kinds}) mở chương trình hoặc tệp khác, gửi dữ liệu, hoặc ẩn hiện nội dung[ (trang {pages})]."
        }
        R::ContentLinks => "Tài liệu chứa liên kết tới mạng[ (trang {pages})].",
        R::ContentHiddenLayers => {
            "Tài liệu có lớp không phải lúc nào cũng hiển thị[: {layers}][ (trang {pages})]; bản xem và bản in có thể khác nhau."
        }
        R::ContentAttachments => "Tài liệu có tệp đính kèm[ (trang {pages})]; nội dung các tệp này chưa được xem xét.",
        R::ContentXfa => "Tài liệu có biểu mẫu XFA: một số phần mềm hiển thị phần này thay cho các trang.",
        R::ContentMultimedia => "Tài liệu chứa nội dung đa phương tiện ({kinds}; trang {pages}).",
        R::ContentAnnotations => "Có chú thích ({kinds}) nằm trên nội dung của trang {pages}; chúng có thể che nội dung.",
        R::ContentFillableFields => {
            "Các trường biểu mẫu ở trang {pages} vẫn có thể điền: nội dung hiển thị có thể thay đổi sau này."
        }
        R::ContentDuplicateObjects => {
            "Tệp chứa phiên bản thứ hai bị ẩn của một số đối tượng ({objects}); thay đổi về sau có thể làm chúng hiện ra và sẽ bị từ chối."
        }
        R::ContentObjectsNotExamined => "Tài liệu có quá nhiều đối tượng nên chưa tìm các phiên bản thứ hai bị ẩn của chúng.",
        R::ContentNotExamined => {
            "Chỉ {count} trang và chú thích đầu tiên được xem xét để tìm mã lệnh, lớp phủ và trường chữ ký nằm ngoài biểu mẫu."
        }
        R::AttackUniversalForgery => {
            "Chữ ký không có giá trị hoặc không nêu phần được ký là cách của tấn công giả mạo chữ ký phổ quát (USF)."
        }
        R::AttackSignatureWrapping => "Chừa khoảng trống không được ký trong tệp là cách của tấn công bọc chữ ký (SWA).",
        R::AttackIncrementalSaving => {
            "Nối thêm vào tệp đã ký để thay đổi nội dung hiển thị là cách của tấn công lưu gia tăng (ISA)."
        }
        R::AttackShadowHide => "Gỡ lớp phủ để lộ nội dung khác là cách của tấn công bóng kiểu “ẩn” (shadow hide).",
        R::AttackShadowReplace => {
            "Dùng trường biểu mẫu hoặc phông chữ để hiển thị khác đi là cách của tấn công bóng kiểu “thay” (shadow replace)."
        }
        R::AttackShadowHideAndReplace => {
            "Đưa các đối tượng giấu sẵn ra dùng sau khi ký là cách của tấn công bóng kiểu “ẩn và thay” (shadow hide-and-replace)."
        }
        R::AttackEvilAnnotation => {
            "Chú thích thêm sau khi ký có thể che hoặc giả nội dung: đó là cách của tấn công chú thích độc hại (EAA)."
        }
        R::AttackSneakySignature => {
            "Trường chữ ký hiển thị nhưng không chứng minh được gì là cách của tấn công chữ ký lén (SSA)."
        }
        R::AttackSignatureAppearance => {
            "Hình ảnh hoặc trường của chữ ký bị đổi sau khi ký: có thể hiển thị tên khác hoặc nằm ở chỗ khác."
        }
        R::AttackSignatureReplaced => {
            "Chữ ký bị thay, dùng lại hoặc viết lại sau khi ký: tên, lý do hoặc ngày có thể không phải bản đã ký."
        }
        R::ValidationExpiredNoProof => {
            "Chứng thư của {subject} đã hết hạn ngày {expired} và không có dấu thời gian hợp lệ chứng minh chữ ký được tạo trước đó."
        }
        R::RenewalSignerCertificate => {
            "Chứng thư của người ký {subject} hết hạn vào {time}, và chưa có dấu thời gian nào chứng minh chữ ký đã có trước đó."
        }
        R::RenewalTimestampCertificate => {
            "Chứng thư của bên cấp dấu thời gian {subject} hết hạn vào {time}; dấu thời gian cuối cùng dựa vào chứng thư này."
        }
        R::RenewalAuthorityCertificate => {
            "Chứng thư của tổ chức chứng thực {subject} hết hạn vào {time}; từ đó chỉ dấu thời gian mới chứng minh được các chứng \
             thư do tổ chức này cấp."
        }
        R::RenewalAlgorithm => "{algorithm}[ mà {subject} đã dùng] chỉ được coi là đủ tin cậy đến {time}.",
        R::RenewalRevocationAlgorithm => {
            "Thông tin thu hồi của {subject} được ký bằng {algorithm}, chỉ được coi là đủ tin cậy đến {time}, và chưa có dấu thời gian \
             nào bao phủ thông tin này."
        }
        R::RenewalRevocationSigner => {
            "Thông tin thu hồi của {subject} được ký bằng chứng thư hết hạn vào {time}, và chưa có dấu thời gian nào bao phủ thông \
             tin này."
        }
        R::ValidationPastProven => "Điều này xảy ra sau nên không ảnh hưởng: chữ ký được chứng minh đã tồn tại vào {time}.",
        R::ValidationNoProofOfCertificate => "Không có gì chứng minh chứng thư của {subject} đã tồn tại trước {needed}.",
        R::ValidationNoProofOfRevocation => {
            "Không có thông tin thu hồi nào về chứng thư của {subject} được chứng minh đã tồn tại trước {needed}."
        }
        R::ValidationNoProofOfSignature => "Không có gì chứng minh chữ ký đã tồn tại trước {needed}.",
        R::ValidationMadeAfterRevocation => {
            "Dấu thời gian nội dung ngày {time} cho thấy chữ ký được tạo sau khi chứng thư bị thu hồi."
        }
        R::ValidationMadeAfterExpiry => "Dấu thời gian nội dung ngày {time} cho thấy chữ ký được tạo sau khi chứng thư hết hạn.",
        R::ValidationMadeAfterAlgorithm => {
            "Dấu thời gian nội dung ngày {time} cho thấy chữ ký được tạo sau khi thuật toán của nó không còn đáng tin cậy."
        }
    }
}

/// Where a change is: `trang 1, trường Signature1`.
pub(super) fn place(place: &Place) -> String {
    let page = place.page.map(|page| format!("trang {page}"));
    let part = match &place.field {
        Some(field) => Some(format!("trường {field}")),
        None if place.part == Part::Page && page.is_some() => None,
        None => Some(part(place.part).to_owned()),
    };
    page.into_iter().chain(part).gather().join(", ")
}

fn part(part: Part) -> &'static str {
    match part {
        Part::File => "toàn tệp",
        Part::Catalog => "thiết lập tài liệu",
        Part::Information => "thông tin tài liệu",
        Part::Metadata => "siêu dữ liệu",
        Part::Encryption => "mã hoá",
        Part::Form => "biểu mẫu",
        Part::Field => "trường",
        Part::Pages => "các trang",
        Part::Page => "trang",
        Part::Annotation => "chú thích",
        Part::Content => "nội dung",
        Part::Structure => "cấu trúc",
        Part::ValidationData => "dữ liệu xác thực",
        Part::ObjectStream => "khối đối tượng",
        Part::Document => "tài liệu",
    }
}

pub(super) fn revocation_status(status: &'static str) -> &'static str {
    match status {
        "good" => "chưa bị thu hồi",
        "stale" => "chưa bị thu hồi, theo thông tin quá cũ",
        "revoked" => "ĐÃ BỊ THU HỒI",
        "on-hold" => "đang tạm dừng",
        "unknown" => "máy chủ OCSP không biết",
        "missing" => "chưa biết có bị thu hồi hay không",
        "not-needed" => "không cần kiểm tra thu hồi",
        "not-checked" => "không kiểm tra thu hồi",
        other => other,
    }
}

pub(super) const LABELS: Labels = Labels {
    signature: "Chữ ký",
    document_timestamp: "Dấu thời gian tài liệu",
    signed_by: "người ký",
    timestamped_by: "cấp dấu thời gian",
    unknown_signer: "không rõ",
    proven: "đã được chứng minh tồn tại lúc",
    claimed: "thời điểm ký",
    claimed_only: "do người ký tự khai, chưa được chứng minh",
    changes_none: "không có thay đổi sau khi ký",
    changes_permitted: "có thay đổi sau khi ký, trong phạm vi cho phép",
    changes_not_permitted: "ĐÃ BỊ THAY ĐỔI SAU KHI KÝ, KHÔNG ĐƯỢC PHÉP",
    changes_unknown: "tệp còn phần tiếp sau nội dung đã ký; chưa biết đã thay đổi những gì",
    changes_untold: "chưa biết, vì không xác định được phần đã ký",
    changes: "thay đổi",
    covers_whole: "toàn bộ tài liệu được ký",
    covers_revision: "toàn bộ tài liệu tại thời điểm ký",
    covers_part: "chỉ một phần tài liệu",
    covers_invalid: "phạm vi ký không hợp lệ",
    coverage: "phạm vi",
    intact: "nội dung",
    intact_yes: "nguyên vẹn, đúng như khi ký",
    intact_no: "KHÔNG khớp với chữ ký",
    timestamp_intact: "thuộc chữ ký này, đã kiểm tra đúng",
    intact_unknown: "chưa kiểm tra được",
    path: "chứng thư",
    anchor: "gốc tin cậy",
    why: "lý do",
    notes: "ghi chú",
    no_signatures: "không có chữ ký",
    not_examined: "không kiểm tra được",
    validated_at: "kiểm tra tại thời điểm",
    policy: "chính sách",
    algorithms: "thuật toán",
    timestamp: "dấu thời gian",
    added_by_revision: "phiên bản",
    renewal_due: "cần dấu thời gian mới trước",
    field: "trường",
    certificate_policies: "chính sách chứng thư",
    any_policy: "bất kỳ",
    title: "Báo cáo kiểm tra chữ ký số",
    timeline: "dòng thời gian",
    evidence: "Bằng chứng chi tiết",
    document: "Về tệp và quy tắc kiểm tra",
    size: "dung lượng (byte)",
    revisions: "số phiên bản của tệp",
    anchors: "các gốc tin cậy",
    material: "dữ liệu bổ sung",
    serial: "số sê-ri",
    format: "mức chữ ký",
    not_proven: "không có dấu thời gian hợp lệ nào chứng minh",
    proves_nothing: "không hợp lệ, không chứng minh được gì",
    content_timestamp: "dấu thời gian trên nội dung trước khi ký",
    certificate_from: "chứng thư bắt đầu có hiệu lực",
    certificate_to: "chứng thư hết hạn",
    certificate_revoked: "chứng thư bị thu hồi",
    reason_given: "lý do ký (tự khai)",
    place_given: "nơi ký (tự khai)",
    name_given: "tên ghi trong chữ ký (tự khai)",
    not_looked_at: "chưa kiểm tra",
    gap_value: "giá trị chữ ký có đúng hay không",
    gap_changes: "các phần thêm sau khi ký đã thay đổi những gì",
    gap_certificate: "chứng thư của người ký",
    gap_revocation: "chứng thư có bị thu hồi hay không",
};
