using System.Collections;
using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Checks;
using Pipeline.Environments;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Storage;

namespace Pipeline.Delivery;

/// <summary>Checks every journal that the build can reach; a chain that is broken is a failed verdict.</summary>
internal sealed class AuditRun(DeliveryRequest request)
{
    public async Task VerifyAsync(CancellationToken cancellationToken)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(x => (string)x.Key, x => (string?)x.Value ?? "");
        var location = RegistryLocation.Resolve(variables, request.Root).OrThrow();
        List<CheckResult> results =
        [
            await CheckAsync("registry", location.JournalPath, () => RegistryAudit.VerifyAsync(location, cancellationToken)),
        ];
        if (EnvironmentsFile.Exists(request.Root))
            results.AddRange(await EnvironmentsAsync(cancellationToken));
        request.Face.Write(results.Select(x => $"{x.Check.Id}  {x.Verdict.Reason}"));
        var report = new CheckReport(results);
        if (report.Fails)
            throw new FailedVerdictException("audit", report);
    }

    /// <summary>What came of one journal: its verdict names the file, and what was checked or where it breaks.</summary>
    public static async Task<CheckResult> CheckAsync(string name, string path, Func<Task<ChainStatus?>> verify)
    {
        var check = new Check { Id = $"journal/{name}", Criterion = new Criterion.OneOf(["intact"]) };
        var (value, verdict) = await JudgeAsync(path, verify);
        return new CheckResult(check, new Measurement { Name = "chain", Value = value }, verdict);
    }

    private static async Task<(string Value, Verdict Verdict)> JudgeAsync(string path, Func<Task<ChainStatus?>> verify)
    {
        try
        {
            return await verify() switch
            {
                null => ("absent", Verdict.Skipped($"There is no journal '{path}': nothing was recorded.")),
                ChainStatus.Broken broken => ("broken", Verdict.Failed($"'{path}': {broken} Keep the file as evidence.")),
                ChainStatus.Intact intact => ("intact", Verdict.Passed(string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{path}': {intact.Count} events, each with its own hash and that of the one before. "
                    + $"Head: {intact.Head?.ToString() ?? "none"}."))),
                var other => throw new System.Diagnostics.UnreachableException($"{other}"),
            };
        }
        catch (Exception exception) when (exception is EnvironmentDamagedException or StorageUnreadableException)
        {
            return ("broken", Verdict.Failed(exception.Message));
        }
    }

    private async Task<IReadOnlyList<CheckResult>> EnvironmentsAsync(CancellationToken cancellationToken)
    {
        var file = await EnvironmentsFile.ReadOrFindAsync(request, cancellationToken);
        var place = ModelPlace.Find(request, name =>
            file.Names.Any(x => EnvironmentsFile.IsKnown(file.Site(x, name).Folder)));
        var environments = new Environments(place, file, request);
        var results = new List<CheckResult>();
        foreach (var name in file.Select(request.Environment))
        {
            using var environment = environments.Open(name);
            results.Add(await CheckAsync(
                name, environment.JournalPath, () => environment.VerifyJournalAsync(cancellationToken)));
        }

        return results;
    }
}
