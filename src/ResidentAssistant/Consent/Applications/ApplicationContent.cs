using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ResidentAssistant.Consent.Applications;

/// <summary>All that stands on one written application, apart from its reference and the day: kept sealed, so that it can be printed again as it was.</summary>
internal sealed record ApplicationContent
{
    /// <summary>Community.</summary>
    public required string Community { get; init; }

    /// <summary>Residents' committee.</summary>
    public required string Committee { get; init; }

    /// <summary>Flat.</summary>
    public required string Flat { get; init; }

    /// <summary>Risers it covers.</summary>
    public required IReadOnlyList<string> Risers { get; init; }

    /// <summary>Scope, restoration standard, duties and the other three matters as they were told.</summary>
    public required IReadOnlyList<string> Told { get; init; }

    /// <summary>Version of what was told.</summary>
    public required string DisclosureHash { get; init; }

    /// <summary>What the household has said in chat, in one line.</summary>
    public required string Said { get; init; }

    /// <summary>Our words.</summary>
    public required ApplicationWording Wording { get; init; }

    /// <summary>Who approved them; null: nobody yet.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>The content as it is kept.</summary>
    public string Json() => JsonSerializer.Serialize(this);

    /// <summary>The content as it was kept.</summary>
    public static ApplicationContent Of(string json) => JsonSerializer.Deserialize<ApplicationContent>(json)!;

    /// <summary>Hash of the content.</summary>
    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json())));
}

/// <summary>An application on paper.</summary>
internal sealed record WrittenApplication
{
    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>A-0137.</summary>
    public required string Reference { get; init; }

    /// <summary>Community.</summary>
    public required Guid CommunityId { get; init; }

    /// <summary>Household.</summary>
    public required Guid HouseholdId { get; init; }

    /// <summary>Hash of its content.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Who had it printed.</summary>
    public required string MadeByName { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>What stands on it.</summary>
    public ApplicationContent Content { get; init; } = null!; // unsealed by the store before anybody else sees the row
}
