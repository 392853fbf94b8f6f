using System.Security.Cryptography;
using System.Text;

namespace ResidentAssistant.Dialogs.Format;

/// <summary>A short hash of what a text says: twelve hexadecimal digits.</summary>
internal sealed class ContentHash
{
    private readonly StringBuilder _words = new();

    /// <summary>Takes one piece in.</summary>
    public void Add(char kind, string text) => _words.Append(kind).Append(text.Length).Append(':').Append(text);

    /// <summary>The hash of all pieces.</summary>
    public string Finish() => Of(_words.ToString());

    /// <summary>The hash of one text.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
