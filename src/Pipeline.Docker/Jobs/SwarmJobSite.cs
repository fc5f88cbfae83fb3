using System.Globalization;
using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Deployment.Jobs;
using Pipeline.Docker.Containers;
using Pipeline.Docker.Hosts;
using JobStatus = Pipeline.Deployment.Jobs.JobStatus;

namespace Pipeline.Docker.Jobs;

/// <summary>
/// Jobs of a Swarm, each a service of one task that runs to its end. Swarm itself begins a task anew that fails or whose node is
/// gone, whether anybody looks or not.
/// </summary>
/// <param name="engine">Of a manager.</param>
/// <param name="node">The manager's own node, which has the image.</param>
/// <param name="hasOthers">Whether the Swarm has more nodes.</param>
internal sealed class SwarmJobSite(DockerConnection engine, string node, bool hasOthers) : IJobSite
{
    private const string Repository = "worker";

    private readonly ImageStore _images = new(engine);

    public string Title => engine.Title;

    public void Dispose() => engine.Dispose();

    /// <summary>By its id: a node would ask Docker Hub for what has a name, and take what is there for ours.</summary>
    public async Task<string> EnsureImageAsync(
        Func<CancellationToken, Task<string>> make, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(make);
        var name = await _images.EnsureAsync(Repository, await make(cancellationToken), cancellationToken);
        return (await engine.AskAsync(x => x.Images.InspectImageAsync(name, cancellationToken))).ID;
    }

    public async Task EnsureSecretAsync(
        string name, IReadOnlyDictionary<string, string> labels, byte[] secret, CancellationToken cancellationToken)
    {
        if (await FindSecretAsync(name, cancellationToken) is not null)
            return;
        var spec = new SecretSpec { Name = name, Labels = labels.ToDictionary(), Data = [.. secret] };
        await IgnoreAsync(HttpStatusCode.Conflict, x => x.Secrets.CreateAsync(spec, cancellationToken));
    }

    public async Task StartAsync(JobSpec job, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(job);
        var secret = await FindSecretAsync(job.Secret, cancellationToken)
            ?? throw new InvalidOperationException($"The secret '{job.Secret}' was not made.");
        var parameters = new ServiceCreateParameters
        {
            Service = JobForms.Service(job, secret.ID, hasOthers ? [$"node.id == {node}"] : []),
        };
        await IgnoreAsync(HttpStatusCode.Conflict, x => x.Swarm.CreateServiceAsync(parameters, cancellationToken));
    }

    public async Task<JobStatus?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var service = await engine.FindAsync(x => x.Swarm.InspectServiceAsync(name, cancellationToken));
        if (service is null)
            return null;
        var filters = new Dictionary<string, IDictionary<string, bool>>
        {
            ["service"] = new Dictionary<string, bool> { [service.ID] = true },
        };
        var tasks = await engine.AskAsync(
            x => x.Tasks.ListAsync(new TasksListParameters { Filters = filters }, cancellationToken));
        return JobForms.StatusOf(service, [.. tasks.OrderBy(task => task.CreatedAt)], await NamesAsync(tasks, cancellationToken));
    }

    public async Task<IReadOnlyList<string>> ReadLogAsync(string name, int lines, CancellationToken cancellationToken)
    {
        var parameters = new ServiceLogsParameters
        {
            ShowStdout = true,
            ShowStderr = true,
            Tail = lines.ToString(CultureInfo.InvariantCulture),
        };
        var stream = await engine.FindAsync(
            x => x.Swarm.GetServiceLogsAsync(name, tty: false, parameters, cancellationToken));
        if (stream is null)
            return [];
        using (stream)
        {
            var (output, errors) = await engine.AskAsync(_ => stream.ReadOutputToEndAsync(cancellationToken));
            return [.. $"{output}{errors}".Split('\n').Where(line => line.Length > 0).TakeLast(lines)];
        }
    }

    public async Task<IReadOnlyList<string>> ListAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        var services = await engine.AskAsync(x => x.Swarm.ListServicesAsync(
            new ServicesListParameters { Filters = new ServiceFilter { Label = [.. Labels(labels)] } }, cancellationToken));
        return [.. services.Select(service => service.Spec.Name)];
    }

    public Task RemoveAsync(string name, CancellationToken cancellationToken) =>
        IgnoreAsync(HttpStatusCode.NotFound, x => x.Swarm.RemoveServiceAsync(name, cancellationToken));

    public async Task RemoveSecretsAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        var secrets = await engine.AskAsync(x => x.Secrets.ListAsync(cancellationToken));
        foreach (var secret in secrets.Where(secret => labels.All(label => secret.Spec.Labels is { } own
            && own.TryGetValue(label.Key, out var value) && value == label.Value)))
        {
            // One that a job has is refused as a bad request, and stays.
            await IgnoreAsync(HttpStatusCode.BadRequest, x => IgnoreMissing(x.Secrets.DeleteAsync(secret.ID, cancellationToken)));
        }
    }

    private async Task<Secret?> FindSecretAsync(string name, CancellationToken cancellationToken) =>
        (await engine.AskAsync(x => x.Secrets.ListAsync(cancellationToken))).FirstOrDefault(secret => secret.Spec.Name == name);

    private async Task<IReadOnlyDictionary<string, string>> NamesAsync(
        IEnumerable<TaskResponse> tasks, CancellationToken cancellationToken)
    {
        if (tasks.All(task => string.IsNullOrEmpty(task.NodeID)))
            return new Dictionary<string, string>();
        var nodes = await engine.AskAsync(x => x.Swarm.ListNodesAsync(cancellationToken));
        return nodes.ToDictionary(x => x.ID, x => x.Description?.Hostname ?? x.ID);
    }

    private static IEnumerable<string> Labels(IReadOnlyDictionary<string, string> labels) =>
        labels.Select(label => $"{label.Key}={label.Value}");

    private Task IgnoreAsync(HttpStatusCode ignored, Func<DockerClient, Task> ask) => engine.AskAsync(async client =>
    {
        try
        {
            await ask(client);
        }
        catch (DockerApiException exception) when (exception.StatusCode == ignored)
        {
            // Somebody else did it meanwhile, or it is as it should be.
        }
    });

    private static async Task IgnoreMissing(Task ask)
    {
        try
        {
            await ask;
        }
        catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            // It is gone already.
        }
    }
}
