using System.Security.Cryptography;
using System.Text;

namespace ResidentAssistant.Storage;

/// <summary>A file of the ring with one key per line in base64, the newest last; lines are added, never changed.</summary>
internal sealed class KeyLines(DirectoryInfo folder, string name, Func<byte[]> newKey)
{
    private string Path => System.IO.Path.Combine(folder.FullName, name);

    /// <summary>All keys, oldest first, making the file with a first key where it is missing; throws <see cref="SettingException"/> when it is damaged or cannot be read.</summary>
    public byte[][] Read()
    {
        KeyFolder.Make(folder);
        try
        {
            if (!File.Exists(Path)) Make();
            var keys = File.ReadAllLines(Path).Where(line => line.Length > 0).Select(Convert.FromBase64String).ToArray();
            return keys.Length > 0 ? keys : throw new SettingException($"{Path} holds no key. Restore the key ring from its backup.");
        }
        catch (FormatException)
        {
            throw new SettingException($"{Path} is damaged. Restore the key ring from its backup.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw KeyFolder.Refused(folder, e);
        }
    }

    /// <summary>Adds a key for readers from now on.</summary>
    public void Add()
    {
        Read();
        File.AppendAllText(Path, NewLine());
    }

    private void Make()
    {
        var draft = $"{Path}.{Guid.NewGuid():N}";
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(path: draft, Encoding.ASCII, how)) file.Write(NewLine());
        try
        {
            // Two nodes may start at once: the first name to land is the ring.
            File.Move(draft, Path, overwrite: false);
        }
        catch (IOException)
        {
            File.Delete(draft);
        }
    }

    private string NewLine()
    {
        var key = newKey();
        var line = Convert.ToBase64String(key) + "\n";
        CryptographicOperations.ZeroMemory(key);
        return line;
    }
}
