using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ResidentAssistant.Storage;

/// <summary>Where the ring lies: made when a key is first read or written, open to its owner only.</summary>
internal sealed class KeyFolder(DirectoryInfo folder, ILoggerFactory loggers) : FileSystemXmlRepository(folder, loggers)
{
    /// <inheritdoc />
    public override IReadOnlyCollection<XElement> GetAllElements()
    {
        Make(Directory);
        return base.GetAllElements();
    }

    /// <inheritdoc />
    public override void StoreElement(XElement element, string friendlyName)
    {
        Make(Directory);
        base.StoreElement(element, friendlyName);
    }

    /// <summary>Makes the folder where it is missing; throws <see cref="SettingException"/> when that cannot be done.</summary>
    public static void Make(DirectoryInfo folder)
    {
        try
        {
            if (System.IO.Directory.Exists(folder.FullName)) return;
            if (OperatingSystem.IsWindows()) System.IO.Directory.CreateDirectory(folder.FullName);
            else System.IO.Directory.CreateDirectory(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(folder, e);
        }
    }

    /// <summary>The folder cannot be used.</summary>
    public static SettingException Refused(DirectoryInfo folder, Exception fault) => new($"Keys:Path: the folder \"{folder.FullName}\" cannot be used: {fault.Message}");
}
