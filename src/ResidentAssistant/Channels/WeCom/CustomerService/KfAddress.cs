namespace ResidentAssistant.Channels.WeCom.CustomerService;

/// <summary>A person on an account: who talks with whom, and the key of their conversation.</summary>
internal readonly record struct KfAddress(string OpenKfid, string ExternalUserid)
{
    /// <summary>The channel's id of the conversation, and where replies go.</summary>
    public string Key => $"{OpenKfid}/{ExternalUserid}";

    /// <summary>The address a key stands for, or null.</summary>
    public static KfAddress? Of(string key) => key.Split('/') is [{ Length: > 0 } account, { Length: > 0 } person] ? new(account, person) : null;
}
