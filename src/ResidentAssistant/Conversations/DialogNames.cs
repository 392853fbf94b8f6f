using System.Text.RegularExpressions;
using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Conversations;

/// <summary>Dialogs and their steps as staff read them; what a file no longer has is shown by its id.</summary>
internal sealed partial class DialogNames(Dialogue dialogue)
{
    private const int Longest = 22;

    /// <summary>The dialog's title.</summary>
    public string TitleOf(string dialog) => dialogue.Library.Find(dialog)?.Title ?? dialog;

    /// <summary>Names of the dialog's steps in the order of its file; empty when there is no such dialog.</summary>
    public IReadOnlyList<string> OrderOf(string dialog) => dialogue.Library.Find(dialog) is { } known ? [.. known.Steps.Select(s => s.Name)] : [];

    /// <summary>True for a step at which the person is asked; the others are passed without waiting.</summary>
    public bool Waits(string dialog, string step) => dialogue.Library.Find(dialog)?.Find(step) is null or PromptStep;

    /// <summary>What the step asks or does.</summary>
    public string StepOf(string dialog, string step) => dialogue.Library.Find(dialog)?.Find(step) switch
    {
        PromptStep prompt => prompt.Label ?? Short(prompt.Prompt.Text),
        SayStep { Texts: [var text, ..] } => $"说：{Short(text.Text)}",
        CallStep call => $"接着办：{TitleOf(call.Target)}",
        HandoverStep handover => $"转给人：{Short(handover.Reason)}",
        EndStep end => $"结束：{OutcomeWords.NameOf(end.Result)}",
        DoStep action => $"系统去办：{action.Action}",
        _ => step,
    };

    private static string Short(string text)
    {
        var line = Slots().Replace(text.ReplaceLineEndings(" "), "…").Trim();
        return line.Length <= Longest ? line : $"{line[..Longest]}…";
    }

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Slots();
}
