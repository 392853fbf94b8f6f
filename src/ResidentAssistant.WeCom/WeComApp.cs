using System.Security.Cryptography;
using System.Text;

namespace ResidentAssistant.WeCom;

/// <summary>One self-built app of a corp: whose secret fetches tokens and in whose name messages go out.</summary>
public sealed class WeComApp(string corpId, string secret, int agentId = 0)
{
    /// <summary>Id of the corp, such as <c>ww…</c>.</summary>
    public string CorpId { get; } = corpId;

    /// <summary>Id of the app in the corp; needed for messages to members.</summary>
    public int AgentId { get; } = agentId;

    /// <summary>Name of the app in a token store: changes with the secret and does not give it away.</summary>
    public string Key { get; } = $"{corpId}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{corpId}\n{secret}")).AsSpan(0, 12))}";

    internal string Secret { get; } = secret;

    /// <inheritdoc />
    public override string ToString() => $"app {AgentId} of {CorpId}";
}
