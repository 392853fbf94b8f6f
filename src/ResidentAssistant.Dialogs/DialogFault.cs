namespace ResidentAssistant.Dialogs;

/// <summary>A fault in a dialog file with its place.</summary>
public sealed record DialogFault(string File, int Line, int Column, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{File}:{Line}:{Column} {Message}";
}

/// <summary>One or more dialog files cannot be used.</summary>
public sealed class DialogFormatException(IReadOnlyList<DialogFault> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>Every fault found, in file order.</summary>
    public IReadOnlyList<DialogFault> Faults { get; } = faults;
}
