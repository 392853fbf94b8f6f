using System.Runtime.CompilerServices;
using System.Text.Json;
using ResidentAssistant.Evidence;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Consent.Applications;

/// <summary>The papers behind the records: each application as it was printed, and the scans of its signature.</summary>
internal sealed class ExportedApplications(WrittenApplications applications, Scans scans, IConfiguration configuration) : IExportedFiles
{
    /// <inheritdoc />
    public async IAsyncEnumerable<(string Name, byte[] Content)> OfAsync(ExportedRecord record, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!record.Kind.StartsWith("application.", StringComparison.Ordinal)) yield break;
        using var json = JsonDocument.Parse(record.Body);
        if (!json.RootElement.GetProperty("fields").TryGetProperty("application", out var id) || !id.TryGetGuid(out var application)
            || await applications.FindAsync(application, StaffScope.All(true), ct) is not { } paper) yield break;
        yield return ($"applications/{paper.Reference}.docx", ApplicationDocument.Of([ApplicationSheet.Of(paper, $"{configuration["PublicUrl"]?.TrimEnd('/')}/staff/consent/applications/{paper.Id}")]));
        foreach (var scan in await scans.OfAsync(paper.Id, ct))
        {
            if (await scans.OpenAsync(paper.Id, scan.Id, ct) is { } kept) yield return ($"applications/{paper.Reference}-{scan.Id}.{scan.ContentType[(scan.ContentType.LastIndexOf('/') + 1)..]}", kept.Bytes);
        }
    }
}
