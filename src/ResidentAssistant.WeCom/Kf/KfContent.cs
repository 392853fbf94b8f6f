namespace ResidentAssistant.WeCom.Kf;

/// <summary>What we can say to a customer.</summary>
/// <remarks>https://developer.work.weixin.qq.com/document/path/94677</remarks>
public abstract record KfContent
{
    private KfContent()
    {
    }

    /// <summary>At most 2048 bytes.</summary>
    public sealed record Text(string Content) : KfContent;

    /// <summary>A picture that was uploaded.</summary>
    public sealed record Image(string MediaId) : KfContent;

    /// <summary>A file that was uploaded.</summary>
    public sealed record File(string MediaId) : KfContent;

    /// <summary>A link with its small picture.</summary>
    public sealed record Link(string Title, string? Description, string Url, string ThumbMediaId) : KfContent;

    /// <summary>A menu: at most 50 lines, of which 10 may be tapped; head and tail at most 1024 bytes each.</summary>
    public sealed record Menu(string? Head, IReadOnlyList<KfMenuLine> Lines, string? Tail = null) : KfContent;
}

/// <summary>A line of a menu.</summary>
public abstract record KfMenuLine
{
    private KfMenuLine()
    {
    }

    /// <summary>A choice: the id (letters, digits and _, at most 128 bytes) comes back with the words (at most 128 bytes).</summary>
    public sealed record Click(string Id, string Content) : KfMenuLine;

    /// <summary>A link.</summary>
    public sealed record View(string Url, string Content) : KfMenuLine;

    /// <summary>Words, at most 256 bytes.</summary>
    public sealed record Text(string Content) : KfMenuLine;
}

/// <summary>A customer service account.</summary>
public sealed record KfAccount(string OpenKfid, string Name, string? Avatar);

/// <summary>Who answers a conversation: 0 nobody yet, 1 the robot, 2 waiting, 3 a colleague, 4 ended.</summary>
public sealed record KfState(int State, string? ServicerUserid);

/// <summary>A customer, as far as the vendor tells.</summary>
public sealed record KfCustomer(string ExternalUserid, string? Nickname, string? UnionId, string? Scene, string? SceneParameter);

/// <summary>A colleague of an account; status 0 receives, 1 has stopped.</summary>
public sealed record KfServicer(string? Userid, int? DepartmentId, int? Status);
