using System.Globalization;
using Pipeline.Core.Identity;
using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data.Versions;
using Pipeline.Delivery.Programs;
using Pipeline.Deployment.Jobs;
using Pipeline.Deployment.Rollouts;
using Pipeline.Training.Jobs;

namespace Pipeline.Delivery.Jobs;

/// <summary>
/// Gives jobs of a model to an engine, and waits for what comes of them. A job is named by its content: one that ended is not
/// done again, and one that runs is waited for, whoever began it.
/// </summary>
internal sealed class JobSession : IDisposable
{
    private const string Step = "running jobs";
    private const string RemoteTarget = "/remote";
    private const string FolderTarget = "/job";
    private const string TokenFile = "/run/secrets/token";
    private const string WorkFolder = "/tmp/work";
    private const int ShortLength = 12;
    private const int MostOfName = 32;
    private const int LogLines = 20;

    /// <summary>A result is found soon by its file, and an engine asked only so often.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long a disk may take to show here what was written there.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly IJobSite _site;
    private readonly JobsSpec _spec;
    private readonly DeliveryRequest _request;
    private readonly string _name;
    private readonly string _project;
    private string _image = "";

    private JobSession(IJobSite site, JobsSpec spec, DeliveryRequest request, (string Project, ModelName Model) owner)
    {
        (_site, _spec, _request, _project) = (site, spec, request, owner.Project);
        _name = owner.Model.ToString();
    }

    public required RemoteVersion Data { get; init; }

    public required JobPlace Place { get; init; }

    public int AtOnce => _spec.AtOnce;

    private string SecretName => $"pipeline.{_name[..Math.Min(_name.Length, MostOfName)]}.{Place.Mark}";

    /// <summary>By which everything of this clone's is found on the engine.</summary>
    private Dictionary<string, string> Labels => new()
    {
        ["pipeline.project"] = _project,
        ["pipeline.model"] = _name,
        ["pipeline.role"] = "job",
        ["pipeline.jobs"] = Place.Mark,
    };

    /// <summary>Null where jobs are done in this process.</summary>
    /// <param name="request">May say where.</param>
    /// <param name="workspace">Whose jobs these are.</param>
    /// <param name="programs">Fetches the worker.</param>
    /// <param name="purpose">"training" or "profile": jobs of one are not tidied up with those of the other.</param>
    /// <param name="cancellationToken">Ends the loading of an image.</param>
    /// <exception cref="InvalidInputException">The data has no version that others could fetch.</exception>
    public static async Task<JobSession?> OpenAsync(
        DeliveryRequest request,
        ModelWorkspace workspace,
        ProgramPackages programs,
        string purpose,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(request, cancellationToken) is not var (engine, file))
            return null;
        var located = await DatasetVersions.LocateAsync(workspace.DataPath, cancellationToken);
        var data = located.OrThrow();
        var kept = Path.Combine(request.TemporaryFolder, "jobs", $"{workspace.Name}.{purpose}.token");
        var site = await engine.OpenAsync(cancellationToken);
        var place = await OpenAsync(site, kept, data.Folder, $"{file.Project}.{workspace.Name}", cancellationToken);
        var session = new JobSession(site, file.Jobs, request, (file.Project, workspace.Name)) { Data = data, Place = place };
        try
        {
            session._image = await site.EnsureImageAsync(new WorkerImage(workspace, programs).MakeAsync, cancellationToken);
            await site.EnsureSecretAsync(
                session.SecretName, session.Labels, System.Text.Encoding.ASCII.GetBytes(place.Token), cancellationToken);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static async Task<JobPlace> OpenAsync(
        IJobSite site, string kept, string remote, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await JobPlace.OpenAsync(kept, remote, name, cancellationToken);
        }
        catch
        {
            site.Dispose();
            throw;
        }
    }

    /// <summary>What is wrong with the wish for an engine; none where nothing is, or none is wished.</summary>
    public static async Task<IReadOnlyList<Problem>> CheckAsync(DeliveryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await FindAsync(request, cancellationToken);
            return [];
        }
        catch (InvalidInputException exception)
        {
            return exception.Problems;
        }
    }

    public void Dispose()
    {
        _site.Dispose();
        Place.Dispose();
    }

    /// <summary>What became of a job, after as many attempts as it may have.</summary>
    /// <exception cref="JobFailedException">None of them ended well.</exception>
    public async Task<JobResultDocument> RunAsync(JobDocument job, CancellationToken cancellationToken)
    {
        var name = await Place.Jobs.PutAsync(job, cancellationToken);
        var service = NameOf(job, name);
        if ((await TakeAsync(name, service, cancellationToken)).Result is { } known)
            return known;
        try
        {
            await _site.StartAsync(Spec(service, name), cancellationToken);
            var result = await WaitAsync(job, name, service, cancellationToken);
            await _site.RemoveAsync(service, cancellationToken);
            return result;
        }
        catch (OperationCanceledException)
        {
            await _site.RemoveAsync(service, CancellationToken.None);
            throw;
        }
    }

    /// <summary>A file of a result, which must be there and what its digest says.</summary>
    public async Task<byte[]> ReadAsync(JobResultDocument result, string name, CancellationToken cancellationToken) =>
        result.Files.TryGetValue(name, out var file)
            ? (await Place.Jobs.ReadAsync(file, cancellationToken)).OrThrow()
            : throw Nothing(name);

    /// <summary>Tells here what a worker had to tell.</summary>
    public void Report(JobResultDocument result)
    {
        foreach (var note in result.Notes)
        {
            _request.Face.Progress.Report(note.IsWarning
                ? new StepEvent.Warned(note.Step, note.Message)
                : new StepEvent.Noted(note.Step, note.Message));
        }
    }

    public static InvalidInputException Nothing(string what) => new([new Problem(
        $"A worker ended well and did not bring back what it should: {what}.", "Is its image of this toolkit?")]);

    /// <summary>Removes what was for the jobs alone, also what an earlier build left behind: all of it came to its end.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var left in await _site.ListAsync(Labels, cancellationToken))
                await _site.RemoveAsync(left, cancellationToken);
            await _site.RemoveSecretsAsync(Labels, cancellationToken);
        }
        catch (EngineFailedException exception)
        {
            _request.Face.Warn($"Jobs that ended are still listed by the engine: {exception.Message}");
        }

        Place.Remove();
    }

    private static async Task<(IJobEngine Engine, EnvironmentsFile File)?> FindAsync(
        DeliveryRequest request, CancellationToken cancellationToken)
    {
        if (request.On == JobEngineCatalog.Local)
            return null;
        var file = EnvironmentsFile.Exists(request.Root) ? await EnvironmentsFile.ReadAsync(request, cancellationToken) : null;
        var place = request.On is null ? EnvironmentsFile.FileName : "--on";
        var name = request.On ?? file?.Jobs.Engine ?? JobEngineCatalog.Local;
        var asked = request.Parts.JobEngines.Find(name, new SourceLocation(place));
        if (asked.OrThrow().Engine is not { } engine)
            return null;
        return (engine, file ?? await EnvironmentsFile.ReadAsync(request, cancellationToken));
    }

    /// <summary>None where there is none to believe; one that is not goes with its job, which is done again.</summary>
    private async Task<(JobResultDocument? Result, bool IsDiscarded)> TakeAsync(
        Digest name, string service, CancellationToken cancellationToken)
    {
        if (await Place.Jobs.FindResultAsync(name, cancellationToken) is not { } found)
            return (null, false);
        if (found.TryGet(out var result))
            return (result, false);
        _request.Face.Progress.Report(new StepEvent.Warned(Step, $"{found.Problems[0]} The job is done again."));
        await _site.RemoveAsync(service, cancellationToken);
        Place.Jobs.Discard(name);
        return (null, true);
    }

    private async Task<JobResultDocument> WaitAsync(
        JobDocument job, Digest name, string service, CancellationToken cancellationToken)
    {
        var (asked, ended, discarded) = (_request.Clock.GetTimestamp(), (long?)null, 0);
        var said = "";
        while (true)
        {
            var taken = await TakeAsync(name, service, cancellationToken);
            if (taken.Result is { } result)
                return result;
            if (taken.IsDiscarded && ++discarded == _spec.Attempts)
                throw Nothing($"{job.Title()}, {discarded} times");
            await Task.Delay(LookEvery, _request.Clock, cancellationToken);
            if (_request.Clock.GetElapsedTime(asked) < AskEvery)
                continue;
            asked = _request.Clock.GetTimestamp();
            var status = await _site.FindAsync(service, cancellationToken);
            if (status is null)
            {
                // Somebody removed it, or its result was not to be believed.
                ended = null;
                await _site.StartAsync(Spec(service, name), cancellationToken);
                continue;
            }

            if (Tell(job, status) is { } words && words != said)
                _request.Face.Progress.Report(new StepEvent.Noted(Step, said = words));
            if (status.State is JobState.Finished or JobState.Failed)
                ended ??= asked;
            if (status.State == JobState.Failed || (ended is { } since && _request.Clock.GetElapsedTime(since) > Longest))
            {
                return (await TakeAsync(name, service, cancellationToken)).Result
                    ?? await FailAsync(job, service, status, cancellationToken);
            }
        }
    }

    private async Task<JobResultDocument> FailAsync(
        JobDocument job, string service, JobStatus status, CancellationToken cancellationToken)
    {
        var log = await _site.ReadLogAsync(service, LogLines, cancellationToken);
        await _site.RemoveAsync(service, cancellationToken);
        throw new JobFailedException(job.Title(), _site.Title, status.Attempts, status.Reason, log);
    }

    private string? Tell(JobDocument job, JobStatus status)
    {
        var title = Capital(job.Title());
        var machine = status.Machine is { } known ? $" on {known}" : "";
        return status switch
        {
            { State: JobState.Running, Attempts: > 1 } => string.Create(
                CultureInfo.InvariantCulture, $"{title} runs again{machine}, attempt {status.Attempts} of {_spec.Attempts}"),
            { State: JobState.Running } => $"{title} runs{machine}",
            { State: JobState.Waiting, Reason: { } reason } => $"{title} waits: {reason}",
            _ => null,
        };
    }

    private JobSpec Spec(string service, Digest name) => new()
    {
        Name = service,
        Labels = Labels,
        Image = _image,
        Arguments =
        [
            "--folder", FolderTarget, "--job", $"{name}", "--remote", RemoteTarget, "--token", TokenFile, "--work", WorkFolder,
        ],
        Mounts =
        [
            new JobMount(Data.Folder, RemoteTarget, IsReadOnly: true), new JobMount(Place.Path, FolderTarget, IsReadOnly: false),
        ],
        Secret = SecretName,
        User = Place.User,
        Limits = _spec.Limits,
        Attempts = _spec.Attempts,
    };

    /// <summary>What an engine takes for a name, other than that of the same job in another project.</summary>
    private string NameOf(JobDocument job, Digest name)
    {
        var hex = Digest.OfText($"{Place.Mark} {name} {_image}").Hex[..ShortLength];
        var model = _name[..Math.Min(_name.Length, MostOfName)].TrimEnd('-');
        return $"{model}-{job.Title().Replace(' ', '-')}-{hex}";
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
