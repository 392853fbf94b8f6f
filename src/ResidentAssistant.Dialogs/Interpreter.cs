using ResidentAssistant.Dialogs.Running;

namespace ResidentAssistant.Dialogs;

/// <summary>The dialog runtime: a pure function from state and input to state and effects.</summary>
public static class Interpreter
{
    /// <summary>
    /// Takes one input in; <paramref name="turn"/> is the number this turn will have in the conversation,
    /// <paramref name="facts"/> are named values every text may show, such as <c>duty-phone</c>.
    /// </summary>
    public static Progress Advance(DialogLibrary library, DialogState state, Input input, DateTimeOffset now, int turn,
        IReadOnlyDictionary<string, string>? facts = null) => new Turn(library, state, now, turn, facts).Take(input);

    /// <summary>Goes on after an action has run.</summary>
    public static Progress Resume(DialogLibrary library, Acting acting, ActionResult result) => new Turn(library, acting).Resume(result);
}
