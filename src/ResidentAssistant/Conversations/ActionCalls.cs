using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Conversations;

/// <summary>How actions read the slots and arguments of a call.</summary>
internal static class ActionCalls
{
    /// <summary>A slot, or null when it was skipped or not asked.</summary>
    public static SlotValue? Slot(this ActionCall call, string name) =>
        call.Slots.TryGetValue(name, out var slot) && slot.Value.Length > 0 ? slot : null;

    /// <summary>The canonical value of a slot, or null.</summary>
    public static string? Value(this ActionCall call, string name) => call.Slot(name)?.Value;

    /// <summary>A slot that holds one of our ids, or null.</summary>
    public static Guid? Id(this ActionCall call, string name) => Guid.TryParse(call.Value(name), out var id) ? id : null;

    /// <summary>An argument of the step, or null.</summary>
    public static string? Argument(this ActionCall call, string name) =>
        call.Arguments.TryGetValue(name, out var text) && text.Length > 0 ? text : null;
}
