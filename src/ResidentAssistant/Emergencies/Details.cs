using ResidentAssistant.Dialogs;
using ResidentAssistant.Dialogs.Answers;

namespace ResidentAssistant.Emergencies;

/// <summary>What a report tells by the way: the room, the kind of pipe and since when. None of it is personal.</summary>
internal static class Details
{
    /// <summary>Slots of the dialog and kinds of the ticket's events.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["room", "pipe", "since"];

    /// <summary>Where the water comes from, when the details say it already and it need not be asked.</summary>
    public static SlotValue? SourceOf(FaultClass fault, string? room, string? pipe) => fault.Code switch
    {
        "burst" or "leak" when pipe is not null && PipeAnswer.IsRiser(pipe) => new("riser", "竖着的大管子"),
        "blockage" when room == "kitchen" => new("kitchen", "厨房下水"),
        _ => null,
    };

    /// <summary>“，厨房，下水立管，11月21日晚上起”, or nothing.</summary>
    public static string Text(string? room, string? pipe, string? since) =>
        (room is null ? "" : "，" + RoomAnswer.Label(room)) + (pipe is null ? "" : "，" + PipeAnswer.Label(pipe)) + (since is null ? "" : $"，{SinceAnswer.Label(since)}起");
}
