using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ResidentAssistant.Neighbourhood;
using ResidentAssistant.Neighbourhood.Workbooks;
using ResidentAssistant.Staff;

namespace ResidentAssistant.Registry;

/// <summary>Where a workbook is uploaded and the template is fetched.</summary>
[Requires(StaffAction.RegisterRead, Posting = StaffAction.RegisterEdit)]
internal sealed class ImportPage(RegisterPlaces places, ImportDesk desk, TimeProvider clock) : PageModel
{
    /// <summary>Communities to choose from.</summary>
    public IReadOnlyList<Community> Communities { get; private set; } = [];

    /// <summary>The one that is chosen.</summary>
    public Guid? Chosen { get; private set; }

    /// <summary>The last uploads.</summary>
    public IReadOnlyList<ImportLine> Recent { get; private set; } = [];

    /// <summary>Why the file was not taken.</summary>
    public string? Problem { get; private set; }

    /// <summary>This colleague may make a new community.</summary>
    public bool MayFound => HttpContext.Staff().Scope.Everywhere;

    /// <summary>The instant of the page.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Shows the form.</summary>
    public async Task OnGetAsync(Guid? community, CancellationToken ct)
    {
        var staff = HttpContext.Staff();
        Communities = await places.CommunitiesAsync(staff, ct);
        Chosen = community is { } id && Communities.Any(c => c.Id == id) ? id : MayFound && community is null && Communities.Count == 0 ? null : Communities.Count > 0 ? Communities[0].Id : null;
        Recent = await desk.RecentAsync(staff, ct);
    }

    /// <summary>The empty workbook.</summary>
    public IActionResult OnGetTemplate() => File(WorkbookWriter.Write(new RegisterBook()), WorkbookWriter.ContentType, "登记册模板.xlsx");

    /// <summary>Takes a file.</summary>
    public async Task<IActionResult> OnPostAsync(Guid? community, IFormFile? file, CancellationToken ct)
    {
        Problem = file is null or { Length: 0 } ? "请选一个 Excel 文件。" : file.Length > WorkbookReader.LargestFile ? "文件太大了，最多 10 MB。请分成几个文件来传。" : null;
        if (Problem is null)
        {
            using var bytes = new MemoryStream((int)file!.Length);
            await file.CopyToAsync(bytes, ct);
            var name = Path.GetFileName(file.FileName);
            try
            {
                var id = await desk.TakeAsync(HttpContext.Staff(), community, name.Length > 100 ? name[^100..] : name, bytes.ToArray(), ct);
                return LocalRedirect($"/staff/register/imports/{id}");
            }
            catch (RefusedException refused)
            {
                Problem = refused.Message;
            }
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        await OnGetAsync(community, ct);
        return Page();
    }
}
