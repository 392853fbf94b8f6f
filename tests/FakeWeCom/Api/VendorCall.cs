using System.Text.Json.Nodes;
using FakeWeCom.World;

namespace FakeWeCom.Api;

/// <summary>A call that the vendor has.</summary>
internal sealed record VendorCall(string Method, string Path, Func<Call, Answer> Act)
{
    /// <summary>Whether it needs an access_token.</summary>
    public bool Token { get; init; } = true;

    /// <summary>Whether it counts against the basic frequency.</summary>
    public bool Counted { get; init; } = true;
}

/// <summary>What is answered when all is well.</summary>
internal abstract record Answer
{
    /// <summary>errcode 0 and these fields.</summary>
    internal sealed record Json(JsonObject Fields) : Answer;

    /// <summary>A file as it is.</summary>
    internal sealed record File(MediaFile Media) : Answer;

    public static Answer Ok => new Json([]);

    public static Answer With(JsonObject fields) => new Json(fields);
}
