using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using FakeWeCom.World;
using Microsoft.AspNetCore.Http;

namespace FakeWeCom.Api;

/// <summary>One call with all that came along, read before the lock is taken.</summary>
internal sealed class Call(Corp corp, IQueryCollection query, JsonObject body, Upload? upload, string ip)
{
    private readonly List<string> warnings = [];

    public Corp Corp => corp;

    /// <summary>The app whose token was used.</summary>
    public App App { get; set; } = null!;

    public string Ip => ip;

    public Upload? Upload => upload;

    public IReadOnlyList<string> Warnings => warnings;

    public Fields Body => new(body, warnings);

    public string? Query(string name) => query[name].FirstOrDefault();

    [DoesNotReturn]
    public static void Refuse(int code, string text) => throw new VendorRefusal(code, text);

    /// <summary>40058, the vendor's word for a parameter that is not right.</summary>
    public static void Demand([DoesNotReturnIf(false)] bool right, string what)
    {
        if (!right) Refuse(40058, $"invalid Request Parameter, {what}");
    }
}

/// <summary>A file of a multipart request.</summary>
internal sealed record Upload(string Field, string Name, string ContentType, byte[] Bytes);
