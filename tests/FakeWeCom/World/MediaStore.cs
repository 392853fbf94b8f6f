namespace FakeWeCom.World;

/// <summary>Files that the corp, its residents and its robots have put in; each for three days.</summary>
internal sealed class MediaStore(Corp corp)
{
    private readonly Dictionary<string, MediaFile> files = [];

    /// <summary>Keeps a file; one of a robot is for that robot only.</summary>
    public MediaFile Add(string type, string name, string contentType, byte[] bytes, string? robot = null)
    {
        var file = new MediaFile(corp.Ids.Word("3", 64), type, name, contentType, bytes, corp.Now, robot);
        files[file.MediaId] = file;
        return file;
    }

    /// <summary>For the phones' page, which shows old ones too.</summary>
    public MediaFile? Any(string mediaId) => files.GetValueOrDefault(mediaId);

    /// <summary>A file that is still there, or 40007.</summary>
    public MediaFile Get(string? mediaId, string? type = null, string? robot = null)
    {
        var file = mediaId is null ? null : files.GetValueOrDefault(mediaId);
        if (file is null || corp.Now - file.At >= TimeSpan.FromDays(3) || file.Robot != robot || (type is not null && file.Type != type))
            throw new VendorRefusal(40007, "invalid media_id");
        return file;
    }
}

/// <summary>A file with its media_id.</summary>
internal sealed record MediaFile(string MediaId, string Type, string Name, string ContentType, byte[] Bytes, DateTimeOffset At, string? Robot);
