using System.Text;

namespace ResidentAssistant.Neighbourhood;

/// <summary>In what capacity somebody speaks for a flat; names are stored.</summary>
internal enum Capacity
{
    /// <summary>产权人.</summary>
    Owner,

    /// <summary>共有人: owns it together with others.</summary>
    CoOwner,

    /// <summary>公房承租人: lessee of a public flat.</summary>
    Lessee,

    /// <summary>产权单位: the firm that owns the flat, by the person who acts for it.</summary>
    OwningUnit,

    /// <summary>继承人 whose title is not registered yet.</summary>
    Heir,

    /// <summary>监护人.</summary>
    Guardian,

    /// <summary>代理人, with a written mandate.</summary>
    Proxy,

    /// <summary>租户, who rents from the owner on the market.</summary>
    Tenant,

    /// <summary>家属.</summary>
    Family,

    /// <summary>Lives there, in no capacity of the above.</summary>
    LivesThere,
}

/// <summary>Capacities as people read and write them.</summary>
internal static class Capacities
{
    private static readonly Dictionary<string, Capacity> ByWord = Enum.GetValues<Capacity>().ToDictionary(c => c.Label().Normalize(NormalizationForm.FormKC));

    /// <summary>The Chinese word.</summary>
    public static string Label(this Capacity capacity) => capacity switch
    {
        Capacity.Owner => "产权人",
        Capacity.CoOwner => "共有人",
        Capacity.Lessee => "公房承租人",
        Capacity.OwningUnit => "产权单位",
        Capacity.Heir => "继承人（没过户）",
        Capacity.Guardian => "监护人",
        Capacity.Proxy => "代理人",
        Capacity.Tenant => "租户",
        Capacity.Family => "家属",
        Capacity.LivesThere => "住在这里的人",
        _ => throw new ArgumentOutOfRangeException(nameof(capacity)),
    };

    /// <summary>True for who speaks for somebody else and needs a paper that says so.</summary>
    public static bool NeedsMandate(this Capacity capacity) => capacity is Capacity.Proxy or Capacity.Guardian;

    /// <summary>Reads the Chinese word, or a usual other one; null when it is none.</summary>
    public static Capacity? Read(string word) => ByWord.TryGetValue(word.Normalize(NormalizationForm.FormKC), out var known) ? known : word switch
    {
        "业主" or "房主" or "户主" or "所有权人" => Capacity.Owner,
        "共有产权人" or "共同产权人" or "共有权人" => Capacity.CoOwner,
        "承租人" or "公房租户" or "公租房承租人" => Capacity.Lessee,
        "继承人" or "未过户继承人" => Capacity.Heir,
        "委托代理人" or "受托人" => Capacity.Proxy,
        "承租户" or "市场租户" or "租客" or "房客" => Capacity.Tenant,
        "家人" or "亲属" => Capacity.Family,
        "同住人" or "居住人" => Capacity.LivesThere,
        _ => null,
    };
}
