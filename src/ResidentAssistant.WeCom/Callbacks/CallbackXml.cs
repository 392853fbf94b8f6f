using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace ResidentAssistant.WeCom.Callbacks;

/// <summary>Reads the XML of callbacks: no document type, no entities, nothing fetched.</summary>
public static class CallbackXml
{
    private const int LongestText = 1024 * 1024;

    /// <summary>The ciphertext in a callback's body, or null when the body is not the expected XML.</summary>
    public static string? Encrypt(ReadOnlyMemory<byte> body) => Read(new MemoryStream(body.ToArray(), writable: false)) is { } root
        ? root.Element("Encrypt")?.Value.Trim() is { Length: > 0 } encrypt ? encrypt : null : null;

    /// <summary>The event in a decrypted callback, or null when it is not the expected XML.</summary>
    public static CallbackEvent? Event(string plain) => Read(new MemoryStream(Encoding.UTF8.GetBytes(plain), writable: false)) is { } root ? new CallbackEvent(root, plain) : null;

    private static XElement? Read(Stream stream)
    {
        try
        {
            using var reader = XmlReader.Create(stream, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LongestText, MaxCharactersFromEntities = 0, CloseInput = true,
                IgnoreComments = true, IgnoreProcessingInstructions = true,
            });
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
