namespace ResidentAssistant.Dialogs;

/// <summary>The dialog runtime: a pure function from state and input to state and effects.</summary>
public static class Interpreter
{
    /// <summary>Takes one input in; <paramref name="turn"/> is the number this turn will have in the conversation.</summary>
    public static Progress Advance(DialogLibrary library, DialogState state, Input input, DateTimeOffset now, int turn) =>
        throw new NotSupportedException("being written");

    /// <summary>Goes on after an action has run.</summary>
    public static Progress Resume(DialogLibrary library, Acting acting, ActionResult result) =>
        throw new NotSupportedException("being written");
}
