using ResidentAssistant.Conversations;
using ResidentAssistant.Dialogs;
using ResidentAssistant.Neighbourhood;

namespace ResidentAssistant.Consent;

/// <summary>Risers as residents call them: by the room they pass.</summary>
internal static class RiserWords
{
    /// <summary>The risers that an answer is about. Which room was meant counts only where it was asked for this flat.</summary>
    public static IReadOnlyList<Riser> Chosen(IReadOnlyList<Riser> risers, ActionCall call) => call.Value("risers") != "several" ? risers : call.Value("scope") switch
    {
        "kitchen" => [.. risers.Where(r => r.Kind is RiserKind.Kitchen)],
        "bathroom" => [.. risers.Where(r => r.Kind is RiserKind.Bathroom)],
        _ => risers,
    };

    /// <summary>Their rooms, each once, with the number where a room has several.</summary>
    public static string Rooms(IEnumerable<Riser> risers) => string.Join("和", risers.GroupBy(r => r.Kind).Select(k => k.Count() > 1 ? $"{Room(k.Key)}{k.Count()}根" : Room(k.Key)));

    /// <summary>The room.</summary>
    public static string Room(RiserKind kind) => kind is RiserKind.Kitchen ? "厨房" : "卫生间";
}
