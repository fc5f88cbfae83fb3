using System.Net;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Core.Identity;
using Pipeline.Docker.Containers;
using Pipeline.Docker.Hosts;
using Pipeline.Environments;

namespace Pipeline.Docker.Swarm;

/// <summary>Services, their tasks and their secrets, of one environment.</summary>
internal sealed class ServiceClient(DockerConnection engine, ContainerNames names, TimeProvider clock)
{
    private const int MostLogBytes = 256 << 10;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    public DockerConnection Engine => engine;

    public ContainerNames Names => names;

    public TimeProvider Clock => clock;

    public Task<SwarmService?> FindAsync(string service, CancellationToken cancellationToken) =>
        engine.FindAsync(x => x.Swarm.InspectServiceAsync(service, cancellationToken));

    public async Task<IReadOnlyList<SwarmService>> ListAsync(string role, CancellationToken cancellationToken)
    {
        var parameters = new ServicesListParameters
        {
            Filters = new ServiceFilter { Label = [.. names.Labels(role).Select(x => $"{x.Key}={x.Value}")] },
        };
        return [.. await engine.AskAsync(x => x.Swarm.ListServicesAsync(parameters, cancellationToken))];
    }

    /// <summary>The newest first; none where there is no such service.</summary>
    public async Task<IReadOnlyList<TaskResponse>> ListTasksAsync(string service, CancellationToken cancellationToken)
    {
        var parameters = new TasksListParameters
        {
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["service"] = new Dictionary<string, bool> { [service] = true },
            },
        };
        var tasks = await engine.FindAsync(x => x.Tasks.ListAsync(parameters, cancellationToken));
        return tasks is null ? [] : [.. tasks.OrderByDescending(x => x.CreatedAt)];
    }

    /// <summary>One that is there already stays as it is.</summary>
    public Task CreateAsync(ServiceSpec form, AuthConfig? access, CancellationToken cancellationToken) =>
        engine.AskAsync(async x =>
        {
            try
            {
                var parameters = new ServiceCreateParameters { Service = form, RegistryAuth = access };
                await x.Swarm.CreateServiceAsync(parameters, cancellationToken);
            }
            catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
            {
                // Somebody else made it meanwhile.
                return;
            }
        });

    /// <returns>False where somebody else changed it meanwhile.</returns>
    public Task<bool> TryUpdateAsync(
        SwarmService present, ServiceSpec form, AuthConfig? access, CancellationToken cancellationToken) =>
        engine.AskAsync(async x =>
        {
            try
            {
                var parameters = new ServiceUpdateParameters
                {
                    Service = form,
                    Version = (long)present.Version.Index,
                    RegistryAuth = access,
                };
                await x.Swarm.UpdateServiceAsync(present.ID, parameters, cancellationToken);
                return true;
            }
            catch (DockerApiException exception) when (
                DockerConnection.Said(exception).Contains("out of sequence", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        });

    /// <summary>Asks its servers to end, and waits until they have.</summary>
    public async Task RemoveAsync(SwarmService service, CancellationToken cancellationToken)
    {
        var tasks = await ListTasksAsync(service.ID, cancellationToken);
        await engine.FindAsync(async x =>
        {
            await x.Swarm.RemoveServiceAsync(service.ID, cancellationToken);
            return service;
        });
        await WaitUntilGoneAsync(tasks, cancellationToken);
    }

    /// <summary>Until no container of tasks runs; those of a node that does not answer are not waited for longer.</summary>
    public async Task WaitUntilGoneAsync(IReadOnlyList<TaskResponse> tasks, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        foreach (var task in tasks.Where(x => x.Status.State <= TaskState.Running))
        {
            while (clock.GetElapsedTime(began) < Longest && await IsThereAsync(task))
                await Task.Delay(LookEvery, clock, cancellationToken);
        }

        async Task<bool> IsThereAsync(TaskResponse task)
        {
            var seen = await engine.FindAsync(x => x.Tasks.InspectAsync(task.ID, cancellationToken));
            return seen is { Status.State: <= TaskState.Running };
        }
    }

    /// <summary>The name says which secret it is, without telling it: another one is another secret.</summary>
    public async Task<SecretReference> EnsureSecretAsync(string secret, CancellationToken cancellationToken)
    {
        var name = names.SecretName(Digest.OfText($"name of {secret}"));
        if (await FindSecretAsync(name, cancellationToken) is { } present)
            return ServiceForms.Secret(present.ID, name);
        var form = new SecretSpec { Name = name, Labels = names.Labels(), Data = [.. Encoding.UTF8.GetBytes(secret)] };
        var made = await engine.AskAsync(async x =>
        {
            try
            {
                return (await x.Secrets.CreateAsync(form, cancellationToken)).ID;
            }
            catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
            {
                return (await FindSecretAsync(name, cancellationToken))?.ID;
            }
        });
        return ServiceForms.Secret(made ?? name, name);
    }

    /// <summary>All secrets of the environment.</summary>
    public async Task RemoveSecretsAsync(CancellationToken cancellationToken)
    {
        var labels = names.Labels();
        var all = await engine.AskAsync(x => x.Secrets.ListAsync(cancellationToken));
        foreach (var secret in all.Where(x => labels.All(y => x.Spec.Labels?.Contains(y) is true)))
        {
            await engine.FindAsync(async x =>
            {
                await x.Secrets.DeleteAsync(secret.ID, cancellationToken);
                return secret;
            });
        }
    }

    /// <summary>What the servers of a service wrote last, of all of them in the order in which it was written.</summary>
    public async Task<IReadOnlyList<string>> ReadLogAsync(string service, int lines, CancellationToken cancellationToken)
    {
        var parameters = new ServiceLogsParameters
        {
            ShowStdout = true,
            ShowStderr = true,
            Timestamps = true,
            Tail = lines.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        using var stream = await engine.FindAsync(
            x => x.Swarm.GetServiceLogsAsync(service, tty: false, parameters, cancellationToken));
        if (stream is null)
            return [];
        var text = await engine.AskAsync(_ => ContainerLog.ReadAsync(stream, MostLogBytes, cancellationToken));
        // Each line begins with its time, always as long, and each server's come one after the other.
        var written = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .OrderBy(x => x.Split(' ', 2)[0], StringComparer.Ordinal);
        return LogTail.Of(string.Join('\n', written.Select(x => x.Split(' ', 2) is [_, var said] ? said : "")), lines);
    }

    private async Task<Secret?> FindSecretAsync(string name, CancellationToken cancellationToken)
    {
        var all = await engine.AskAsync(x => x.Secrets.ListAsync(cancellationToken));
        return all.FirstOrDefault(x => x.Spec.Name == name);
    }
}
