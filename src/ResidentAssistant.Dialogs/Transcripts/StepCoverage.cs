using System.Collections.Concurrent;

namespace ResidentAssistant.Dialogs.Transcripts;

/// <summary>Collects the steps conversations went through and tells which were missed; safe for several conversations at once.</summary>
public sealed class StepCoverage
{
    private readonly ConcurrentDictionary<VisitedStep, bool> _visited = new();

    /// <summary>Takes the steps of one turn in.</summary>
    public void Add(Progress progress) => Add(progress.Visited);

    /// <summary>Takes steps in.</summary>
    public void Add(IEnumerable<VisitedStep> visited)
    {
        foreach (var step in visited) _visited.TryAdd(step, true);
    }

    /// <summary>The steps of these dialogs nobody went through, in file order.</summary>
    public IReadOnlyList<DialogFault> Missing(IEnumerable<Dialog> dialogs) =>
    [
        .. from dialog in dialogs
           from step in dialog.Steps
           where !_visited.ContainsKey(new(dialog.Id, step.Name))
           select new DialogFault(dialog.File, step.Line, step.Column, $"no transcript goes through `{step.Name}` of `{dialog.Id}`"),
    ];

    /// <summary>How many steps of these dialogs were gone through, and how many there are.</summary>
    public (int Visited, int All) Count(IEnumerable<Dialog> dialogs)
    {
        var (visited, all) = (0, 0);
        foreach (var dialog in dialogs)
        {
            foreach (var step in dialog.Steps)
            {
                all++;
                if (_visited.ContainsKey(new(dialog.Id, step.Name))) visited++;
            }
        }
        return (visited, all);
    }
}
