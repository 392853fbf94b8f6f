using QRCoder;

namespace ResidentAssistant.Web;

/// <summary>The picture of an address, to stand in a page: dark squares that a printer keeps sharp.</summary>
internal static class QrPicture
{
    /// <summary>As the source of an image; an address that begins with / is one of the site this page was opened at.</summary>
    public static string Of(string address, HttpRequest here)
    {
        using var data = QRCodeGenerator.GenerateQrCode(address.StartsWith('/') ? $"{here.Scheme}://{here.Host}{address}" : address, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(data);
        return $"data:image/png;base64,{Convert.ToBase64String(picture.GetGraphic(8))}";
    }
}
