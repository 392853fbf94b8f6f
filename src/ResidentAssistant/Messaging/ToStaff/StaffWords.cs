using System.Text.Json.Serialization;

namespace ResidentAssistant.Messaging.ToStaff;

/// <summary>What a message to a colleague says; each way writes it in its own form. Titles carry no personal words.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Page), nameof(Page))]
[JsonDerivedType(typeof(Reply), nameof(Reply))]
[JsonDerivedType(typeof(Change), nameof(Change))]
internal abstract record StaffWords
{
    /// <summary>Something urgent waits at the desk.</summary>
    /// <param name="Title">What it is.</param>
    /// <param name="Reference">Short reference, such as E-0042.</param>
    /// <param name="Place">The community, or that it is not known yet.</param>
    /// <param name="Since">Since when, as people read it.</param>
    /// <param name="Link">Page of the desk, when the installation has an address.</param>
    public sealed record Page(string Title, string? Reference, string Place, string Since, string? Link) : StaffWords;

    /// <summary>The answer to what a colleague wrote.</summary>
    /// <param name="Text">The words, plain.</param>
    /// <param name="To">What the provider needs to tie it to the question, where it needs something.</param>
    public sealed record Reply(string Text, string? To = null) : StaffWords;

    /// <summary>A card that was sent gets another word on its button.</summary>
    /// <param name="ResponseCode">The provider's permission to change it, good for once.</param>
    /// <param name="Label">What stands there from now on.</param>
    public sealed record Change(string ResponseCode, string Label) : StaffWords;
}

/// <summary>How the words are written inside a sealed row.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StaffWords))]
internal sealed partial class StaffWordsJson : JsonSerializerContext;
