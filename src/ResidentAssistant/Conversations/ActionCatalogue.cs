using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Conversations;

/// <summary>Every action the features offer to dialogs, by name.</summary>
internal sealed class ActionCatalogue
{
    private readonly Dictionary<string, DialogAction> byName;

    /// <summary>Gathers the actions; two with one name stop the start.</summary>
    public ActionCatalogue(IEnumerable<IDialogActions> features) =>
        byName = features.SelectMany(f => f.Actions).ToDictionary(a => a.Signature.Name, StringComparer.Ordinal);

    /// <summary>What the static check knows of them.</summary>
    public IReadOnlyList<ActionSignature> Signatures => [.. byName.Values.Select(a => a.Signature)];

    /// <summary>Runs one action in its turn.</summary>
    public Task<ActionResult> RunAsync(ActionCall call, Turn turn, CancellationToken ct) =>
        byName.TryGetValue(call.Action, out var action)
            ? action.RunAsync(call, turn, ct)
            : throw new InvalidOperationException($"Dialog {call.Dialog} calls {call.Action}, which no feature offers. Run: dialogs check");
}
