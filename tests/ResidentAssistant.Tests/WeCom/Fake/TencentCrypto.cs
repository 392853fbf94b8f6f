using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ResidentAssistant.Tests.Browser;

namespace ResidentAssistant.Tests.WeCom.Fake;

/// <summary>Tencent's npm package @wecom/crypto in a process of its own.</summary>
internal sealed class TencentCrypto(string token, string key) : IDisposable
{
    private readonly Process node = NodePackages.Start(Path.Combine(Path.GetDirectoryName(Here())!, "tencent-crypto.cjs"));

    public (string Signature, string Message, string Id) Decrypt(string timestamp, string nonce, string encrypted)
    {
        var answer = Ask(new { token, key, timestamp, nonce, encrypted });
        return ((string)answer["signature"]!, (string)answer["message"]!, (string)answer["id"]!);
    }

    public (string Encrypted, string Signature) Encrypt(string timestamp, string nonce, string message, string id)
    {
        var answer = Ask(new { token, key, timestamp, nonce, message, id });
        return ((string)answer["encrypted"]!, (string)answer["signature"]!);
    }

    public void Dispose()
    {
        node.Kill();
        node.Dispose();
    }

    private JsonNode Ask(object question)
    {
        node.StandardInput.WriteLine(JsonSerializer.Serialize(question));
        return JsonNode.Parse(node.StandardOutput.ReadLine() ?? throw new InvalidOperationException(node.StandardError.ReadToEnd()))!;
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
