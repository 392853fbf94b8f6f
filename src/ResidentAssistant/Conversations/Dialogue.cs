using ResidentAssistant.Dialogs;

namespace ResidentAssistant.Conversations;

/// <summary>The dialogs this node speaks, read from <c>dialogs/</c> and <c>Dialogs:Also</c> at the start and when somebody asks.</summary>
internal sealed class Dialogue(DialogLibrary first)
{
    private volatile DialogLibrary library = first;

    /// <summary>All dialogs; a turn takes this once and stays with it.</summary>
    public DialogLibrary Library => library;

    /// <summary>The folders to read: <c>Dialogs:Path</c> (the installed <c>dialogs</c> folder by default), then <c>Dialogs:Also</c>.</summary>
    public static IReadOnlyList<string> Folders(IConfiguration configuration)
    {
        var main = configuration["Dialogs:Path"] is { Length: > 0 } path ? path : Path.Combine(AppContext.BaseDirectory, "dialogs");
        return configuration["Dialogs:Also"] is { Length: > 0 } also ? [main, also] : [main];
    }

    /// <summary>Reads the files again; with a fault the dialogs before stay.</summary>
    public IReadOnlyList<string> ReadAgain(IConfiguration configuration)
    {
        try
        {
            library = Read(configuration).Library;
            return [];
        }
        catch (DialogFormatException faulty)
        {
            return [.. faulty.Faults.Select(f => f.ToString())];
        }
        catch (Exception e) when (e is SettingException or IOException or UnauthorizedAccessException)
        {
            return [e.Message];
        }
    }

    /// <summary>Reads the dialogs; a fault in a file stops the start with its place.</summary>
    public static Dialogue Read(IConfiguration configuration)
    {
        var folders = Folders(configuration);
        if (folders.FirstOrDefault(f => !Directory.Exists(f)) is { } missing) throw new SettingException($"The dialogs folder \"{missing}\" does not exist (Dialogs:Path or Dialogs:Also).");
        return new Dialogue(DialogLibrary.Load(folders));
    }
}
