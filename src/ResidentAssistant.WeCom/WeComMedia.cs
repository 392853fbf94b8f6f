namespace ResidentAssistant.WeCom;

/// <summary>What kind of file is uploaded.</summary>
public enum MediaKind
{
    /// <summary>JPG or PNG, at most 10 MB.</summary>
    Image,

    /// <summary>AMR, at most 2 MB and 60 seconds.</summary>
    Voice,

    /// <summary>MP4, at most 10 MB.</summary>
    Video,

    /// <summary>Anything, at most 20 MB.</summary>
    File,
}

/// <summary>A file that was fetched.</summary>
/// <param name="ContentType">As the vendor says, in lower case and without parameters.</param>
/// <param name="Name">As the vendor says, when it does.</param>
/// <param name="Content">Its bytes.</param>
public sealed record WeComFile(string ContentType, string? Name, byte[] Content);
