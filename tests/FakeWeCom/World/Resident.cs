namespace FakeWeCom.World;

/// <summary>A WeChat user whom the corp knows only by external_userid.</summary>
internal sealed class Resident(ResidentOptions options)
{
    public string ExternalUserId => options.ExternalUserId;

    public string Nickname => options.Nickname.Length > 0 ? options.Nickname : options.ExternalUserId;

    public string UnionId => options.UnionId;

    /// <summary>He has shut the account's mouth: sends go well and fail later.</summary>
    public bool Refuses { get; set; }
}
