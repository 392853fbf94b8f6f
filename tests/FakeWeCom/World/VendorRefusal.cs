namespace FakeWeCom.World;

/// <summary>What the vendor refuses, with its errcode; it travels as HTTP 200.</summary>
internal sealed class VendorRefusal(int code, string text) : Exception(text)
{
    /// <summary>The errcode.</summary>
    public int Code { get; } = code;
}
