using System.CommandLine;
using ResidentAssistant.Consent;
using ResidentAssistant.Evidence;
using ResidentAssistant.Evidence.Verification;
using ResidentAssistant.Staff;
using ResidentAssistant.Storage;

namespace ResidentAssistant.CommandLine;

/// <summary>The verbs <c>evidence verify</c>, <c>evidence export</c>, <c>evidence erase</c> and <c>evidence keys</c>.</summary>
internal static class EvidenceVerb
{
    private static readonly Option<string?> KeysFile = new("--keys") { Description = "File with the public keys to believe, one a line in base64 (evidence keys prints them)" };

    /// <summary>The command with its verbs.</summary>
    public static Command Command() => new("evidence", "Verify and hand out what stands as evidence") { Verify(), Export(), Erase(), Keys() };

    private static Command Verify()
    {
        var archive = new Argument<string?>("export") { Description = "An export, as ZIP or folder; the installation's database when absent", Arity = ArgumentArity.ZeroOrOne };
        var receipts = new Option<string[]>("--receipt") { Description = "A file with a receipt or with a printed head; may be named several times", AllowMultipleArgumentsPerToken = true };
        var verify = new Command("verify", "Check records, their order, the signed heads and receipts; 1 when something was changed") { archive, KeysFile, receipts };
        verify.SetAction(async (parsed, ct) =>
        {
            try
            {
                return await VerifyAsync(parsed.GetValue(archive), parsed.GetValue(KeysFile), parsed.GetValue(receipts) ?? [], ct);
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                throw new SettingException(e.Message);
            }
        });
        return verify;
    }

    private static async Task<int> VerifyAsync(string? export, string? keysFile, string[] receiptFiles, CancellationToken ct)
    {
        var receipts = receiptFiles.Select(f => (Path.GetFileName(f), File.ReadAllText(f))).ToList();
        var given = keysFile is null ? null : PublicKeys.Read(File.ReadLines(keysFile));
        Verdict verdict;
        if (export is not null)
        {
            using var archive = new ExportArchive(export);
            var keys = given ?? archive.Keys();
            if (given is null) Console.WriteLine($"Keys from the export itself: {string.Join(", ", keys.Names)}. Compare them with a printed head of the notice board, or name your own with --keys.");
            verdict = await new Verifier(keys).RunAsync(archive, receipts, ct);
        }
        else
        {
            // Nothing of the application is started: its settings say where database and keys are, and both are only read.
            var settings = InstallationSettings.Read();
            var keys = given ?? new PublicKeys(OwnKeys(settings).PublicKeys.Select(k => k.PublicKey));
            await using var database = Database.For(StorageSettings.Read(settings));
            await database.ReachAsync(ct);
            verdict = await new Verifier(keys).RunAsync(new DatabaseArchive(database), receipts, ct);
        }

        foreach (var finding in verdict.Findings) Console.WriteLine(finding);
        Console.WriteLine($"{verdict.Records} records, {verdict.Leaves} leaves, {verdict.Heads} signed heads, {verdict.Receipts} receipts: {(verdict.Findings.Count == 0 ? "all as recorded" : $"{verdict.Findings.Count} faults")}.");
        return verdict.Findings.Count == 0 ? 0 : 1;
    }

    private static Command Export()
    {
        var file = new Argument<string>("file") { Description = "The ZIP to write" };
        var community = new Option<string>("--community") { Description = "Name or id of the community", Required = true };
        var household = new Option<string?>("--household") { Description = "Only what is about this household: 3号楼2单元501, or its id" };
        var riser = new Option<Guid?>("--riser") { Description = "Only what is about this riser: its id" };
        var personal = new Option<bool>("--personal") { Description = "With the words that name or describe people, transcripts and documents" };
        var export = new Command("export", "Write evidence as a ZIP that can be verified anywhere") { file, community, household, riser, personal };
        export.SetAction(async (parsed, ct) =>
        {
            await using var app = Application.Build([]);
            var database = app.Services.GetRequiredService<Database>();
            var place = await IdAsync(database, "select id from communities where name = @name", new { name = parsed.GetValue(community)! }, parsed.GetValue(community)!, "No community has this name.", ct);
            var home = parsed.GetValue(household) is { } label
                ? await IdAsync(database, "select id from households where community_id = @place and label = @label", new { place, label }, label, "No household of this community has this label.", ct)
                : (Guid?)null;
            await using var zip = File.Create(parsed.GetValue(file)!);
            var count = await app.Services.GetRequiredService<EvidenceExport>().WriteAsync(zip, new ExportScope(place, home, home is null ? parsed.GetValue(riser) : null), parsed.GetValue(personal), ct);
            Console.WriteLine($"{count} records written.");
            return 0;
        });
        return export;
    }

    private static Command Erase()
    {
        var community = new Option<string>("--community") { Description = "Name or id of the community", Required = true };
        var household = new Option<string>("--household") { Description = "Whose words go: 3号楼2单元501, or its id", Required = true };
        var reason = new Option<string>("--reason") { Description = "asked, over or wrong", Required = true };
        var although = new Option<string?>("--although") { Description = "Why words may go that should be kept, because a signed application stands" };
        var erase = new Command("erase", "Erase personal words, transcripts and photos of a household; records and tree stay and verify") { community, household, reason, although };
        erase.SetAction(async (parsed, ct) =>
        {
            await using var app = Application.Build([]);
            var database = app.Services.GetRequiredService<Database>();
            var place = await IdAsync(database, "select id from communities where name = @name", new { name = parsed.GetValue(community)! }, parsed.GetValue(community)!, "No community has this name.", ct);
            var label = parsed.GetValue(household)!;
            var home = await IdAsync(database, "select id from households where community_id = @place and label = @label", new { place, label }, label, "No household of this community has this label.", ct);
            var operatorAtTheMachine = new CurrentStaff(Guid.Empty, "evidence", Environment.UserName, StaffRole.Administrator, StaffScope.All(true), false);
            var erased = await app.Services.GetRequiredService<Erasures>().OfHouseholdAsync(home, parsed.GetValue(reason)!, parsed.GetValue(although) ?? "", operatorAtTheMachine, ct);
            Console.WriteLine($"{erased.Words} words of records, {erased.Turns} turns and {erased.Files} files erased.");
            return 0;
        });
        return erase;
    }

    private static Command Keys()
    {
        var keys = new Command("keys", "Print the public keys that heads are signed with, to be kept elsewhere and given to verify");
        keys.SetAction((_, _) =>
        {
            foreach (var (name, key) in OwnKeys(InstallationSettings.Read()).PublicKeys) Console.WriteLine($"{name} {Convert.ToBase64String(key)}");
            return Task.FromResult(0);
        });
        return keys;
    }

    private static async Task<Guid> IdAsync(Database database, string sql, object args, string text, string refusal, CancellationToken ct) =>
        Guid.TryParse(text, out var id) ? id : await database.FirstAsync<Guid?>(sql, args, ct) ?? throw new RefusedException("NotFound", refusal);

    // Only a ring that is there: verifying must not make keys that signed nothing.
    private static HeadKeys OwnKeys(IConfiguration settings) =>
        KeyRing.TreeHeadsIn(new DirectoryInfo(settings["Keys:Path"] is { Length: > 0 } path ? path : "data/keys"))
            ?? throw new SettingException("There is no key ring under Keys:Path. Name a file with the public keys: --keys FILE.");
}
