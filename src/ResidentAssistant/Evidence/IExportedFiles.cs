namespace ResidentAssistant.Evidence;

/// <summary>Files that a feature adds to an export because records tell of them: transcripts, rendered documents.</summary>
internal interface IExportedFiles
{
    /// <summary>Name and content for a record, if it has any; asked only when the export is to hold personal words. Names lie under a folder of the feature's own.</summary>
    IAsyncEnumerable<(string Name, byte[] Content)> OfAsync(ExportedRecord record, CancellationToken ct);
}

/// <summary>A record that is being exported.</summary>
internal sealed record ExportedRecord(Guid Id, long Number, string Kind, string Body);
