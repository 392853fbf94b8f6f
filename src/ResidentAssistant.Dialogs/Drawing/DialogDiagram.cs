using System.Text;

namespace ResidentAssistant.Dialogs.Drawing;

/// <summary>Draws a dialog as a Mermaid flowchart.</summary>
public static class DialogDiagram
{
    /// <summary>The flowchart's text.</summary>
    public static string Mermaid(Dialog dialog)
    {
        var lines = new StringBuilder();
        lines.Append("flowchart TD\n");
        Line(lines, $"start([{Quoted(dialog.Title)}])");
        Line(lines, $"start --> {Id(0, dialog)}");
        var ends = false;
        foreach (var step in dialog.Steps)
        {
            Line(lines, Id(step.Index, dialog) + Shape(step));
            foreach (var (to, label) in Ways(step))
            {
                ends |= to == Step.TheEnd;
                Line(lines, Id(step.Index, dialog) + (label is null ? " --> " : $" -->|{Quoted(label)}| ") + Id(to, dialog));
            }
        }
        if (ends || dialog.Steps.Count == 0) Line(lines, "finish([\"结束\"])");
        return lines.ToString();
    }

    private static void Line(StringBuilder lines, string text) => lines.Append("  ").Append(text).Append('\n');

    private static string Id(int index, Dialog dialog) => index == Step.TheEnd || index >= dialog.Steps.Count ? "finish" : $"s{index}";

    private static string Shape(Step step) => step switch
    {
        SayStep say => $"[{Quoted(step.Name, string.Join('\n', say.Texts.Select(t => t.Text)))}]",
        ChooseStep { Solemn: true } choose => $"{{{{{Quoted(step.Name + " (solemn)", choose.Prompt.Text)}}}}}",
        ChooseStep choose => $"{{{{{Quoted(step.Name, choose.Prompt.Text)}}}}}",
        ConfirmStep confirm => $"{{{{{Quoted(step.Name, confirm.Prompt.Text)}}}}}",
        AskStep ask => $"[/{Quoted($"{step.Name}: {ask.Type.Name()}", ask.Prompt.Text)}/]",
        DoStep act => $"[[{Quoted(step.Name == "do." + act.Action ? act.Action : $"{step.Name}: {act.Action}")}]]",
        IfStep test => $"{{{Quoted(test.Condition.Text)}}}",
        GotoStep jump => $"({Quoted("→ " + jump.Target)})",
        CallStep call => $"[[{Quoted("call " + call.Target)}]]",
        HandoverStep handover => $">{Quoted("handover: " + handover.Reason)}]",
        EndStep end => $"([{Quoted(end.Result)}])",
        _ => $"[{Quoted(step.Name)}]",
    };

    private static IEnumerable<(int To, string? Label)> Ways(Step step)
    {
        switch (step)
        {
            case EndStep:
                break;
            case GotoStep jump:
                yield return (jump.TargetIndex, null);
                break;
            case IfStep:
                yield return (step.After("then"), "yes");
                yield return (step.After("else"), "no");
                break;
            case ChooseStep choose:
                foreach (var option in choose.Options) yield return (choose.After(option.Value), option.Label);
                if (choose.From is { } offer) yield return (step.Next, $"{offer} …");
                if (step.Branch("failed") is { } lost) yield return (lost.Start, "failed");
                break;
            case ConfirmStep:
                yield return (step.After("yes"), "yes");
                if (step.Branch("no") is { } no) yield return (no.Start, "no");
                if (step.Branch("failed") is { } failed) yield return (failed.Start, "failed");
                break;
            default:
                yield return (step.Next, null);
                foreach (var branch in step.Branches) yield return (branch.Start, branch.Outcome);
                break;
        }
    }

    private static string Quoted(string name, string text) => Quoted($"{name}\n{text}");

    // Inside quotes Mermaid takes any letter; entities keep its own signs apart.
    private static string Quoted(string text)
    {
        var kept = new StringBuilder("\"");
        foreach (var c in text.Length > 120 ? text[..120] + "…" : text)
        {
            kept.Append(c switch
            {
                '"' => "#quot;",
                '#' => "#35;",
                '<' => "#lt;",
                '>' => "#gt;",
                '&' => "#amp;",
                ';' => "#59;",
                '`' => "#96;",
                '\\' => "#92;",
                '\n' => "<br/>",
                _ when char.IsControl(c) => "",
                _ => c.ToString(),
            });
        }
        return kept.Append('"').ToString();
    }
}
