namespace ResidentAssistant.Dialogs.Format;

/// <summary>A file being read and the list its faults go to.</summary>
public sealed class Source(string file, List<DialogFault> faults)
{
    /// <summary>The file's name as faults show it.</summary>
    public string File { get; } = file;

    /// <summary>Notes a fault at a place.</summary>
    public void Fault(int line, int column, string message) => faults.Add(new(File, line, column, message));

    /// <summary>Notes a fault at a value.</summary>
    public void Fault(YamlValue at, string message) => Fault(at.Line, at.Column, message);
}
