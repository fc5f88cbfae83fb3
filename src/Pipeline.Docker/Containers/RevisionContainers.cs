using System.Globalization;
using System.Net;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Hosts;
using Pipeline.Environments;

namespace Pipeline.Docker.Containers;

/// <summary>The containers of an environment's revisions, held to what its document says.</summary>
internal sealed class RevisionContainers(DockerConnection engine, ContainerNames names, ImageStore images)
{
    /// <summary>Of revisions that were ended, how many keep their container, for what their servers wrote.</summary>
    private const int Kept = 5;

    public const string Created = "created";
    public const string Exited = "exited";
    public const string Dead = "dead";

    private const int LastLines = 100;

    /// <exception cref="RevisionNotStartedException">One was not started; all others were seen to.</exception>
    public async Task SettleAsync(EnvironmentDocument document, RevisionStart start, CancellationToken cancellationToken)
    {
        var present = await ListAsync(cancellationToken);
        RevisionNotStartedException? trouble = null;
        foreach (var revision in document.Revisions)
        {
            var container = present.GetValueOrDefault(revision.Number);
            try
            {
                await SettleAsync(revision, container, start, cancellationToken);
            }
            catch (RevisionNotStartedException exception)
            {
                // The one that is being rolled out is what its leader asks about.
                trouble = trouble is null || exception.Revision == document.Candidate ? exception : trouble;
            }
        }

        foreach (var (number, container) in present.Where(x => document.Find(x.Key) is null))
            await ContainerEnd.RemoveAsync(engine, container.ID, cancellationToken);
        await RemoveOldAsync(document, present, cancellationToken);
        if (trouble is not null)
            throw trouble;
    }

    /// <summary>Why a server does not run that should.</summary>
    public async Task<string?> FindTroubleAsync(Revision revision, CancellationToken cancellationToken)
    {
        var name = names.Revision(revision.Number);
        var container = await engine.FindAsync(x => x.Containers.InspectContainerAsync(name, cancellationToken));
        if (container is null)
            return $"The container '{name}' of revision {revision.Number} is gone.";
        if (container.State.Status is Exited or Dead)
            return await DescribeEndAsync(revision, container, cancellationToken);
        // One that answered before is started again by the engine, and waited for; a new one has shown what it is worth.
        return revision.Promoted is null && (container.State.Restarting || container.RestartCount > 0)
            ? await DescribeEndAsync(revision, container, cancellationToken)
            : null;
    }

    /// <summary>An engine counts them, and begins anew when somebody starts the container.</summary>
    public async Task<IReadOnlyList<RevisionRestarts>> FindRestartsAsync(
        EnvironmentDocument document, CancellationToken cancellationToken)
    {
        var running = document.Revisions.Where(x => x is { State: RevisionState.Running, Launch: null });
        var found = await Task.WhenAll(running.Select(x => FindRestartsAsync(x, cancellationToken)));
        return [.. found.OfType<RevisionRestarts>()];
    }

    public Task<IReadOnlyList<string>> ReadLogAsync(string container, int lines, CancellationToken cancellationToken) =>
        ContainerLog.ReadAsync(engine, container, lines, cancellationToken);

    /// <summary>All at once: each may take its time for the last answers.</summary>
    public async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        var present = await ListAsync(cancellationToken);
        await Task.WhenAll(present.Values.Select(x => ContainerEnd.RemoveAsync(engine, x.ID, cancellationToken)));
    }

    private async Task<RevisionRestarts?> FindRestartsAsync(Revision revision, CancellationToken cancellationToken)
    {
        var name = names.Revision(revision.Number);
        var container = await engine.FindAsync(x => x.Containers.InspectContainerAsync(name, cancellationToken));
        if (container is null or { RestartCount: 0 } || container.RestartCount == revision.Restarts)
            return null;
        var end = await DescribeEndAsync(revision, container, cancellationToken);
        var times = container.RestartCount == 1 ? "once" : string.Create(
            CultureInfo.InvariantCulture, $"{container.RestartCount} times");
        return new RevisionRestarts(
            revision.Number, (int)container.RestartCount, $"{end} Its engine has started it again, {times} by now.");
    }

    private async Task<Dictionary<int, ContainerListResponse>> ListAsync(CancellationToken cancellationToken)
    {
        var listed = await engine.AskAsync(x => x.Containers.ListContainersAsync(
            new ContainersListParameters { All = true, Filters = names.Filter(ContainerNames.RevisionRole) },
            cancellationToken));
        var present = new Dictionary<int, ContainerListResponse>();
        foreach (var container in listed)
        {
            if (int.TryParse(container.Labels[ContainerNames.Number], CultureInfo.InvariantCulture, out var number))
                present[number] = container;
        }

        return present;
    }

    private async Task SettleAsync(
        Revision revision, ContainerListResponse? container, RevisionStart start, CancellationToken cancellationToken)
    {
        var runs = container is { State: not (Created or Exited or Dead) };
        if (revision.State == RevisionState.Running && !runs)
            await StartAsync(revision, container, start, cancellationToken);
        else if (revision.State is RevisionState.Stopped or RevisionState.Crashed && runs)
            await ContainerEnd.StopAsync(engine, container!.ID, cancellationToken);
    }

    private async Task StartAsync(
        Revision revision, ContainerListResponse? container, RevisionStart start, CancellationToken cancellationToken)
    {
        var name = names.Revision(revision.Number);
        if (container is null)
        {
            var image = await images.FindAsync(names.Model.ToString(), revision.Image, cancellationToken)
                ?? throw new RevisionNotStartedException(
                    revision.Number, $"its image {revision.Image.Value.Brief} is not on {engine.Title}");
            await TryAsync(revision, x => x.Containers.CreateContainerAsync(
                ContainerForms.Revision(names, revision, start with { Image = image }), cancellationToken));
        }

        await TryAsync(revision, x => x.Containers.StartContainerAsync(name, new ContainerStartParameters(), cancellationToken));
    }

    private Task TryAsync<T>(Revision revision, Func<DockerClient, Task<T>> ask) => engine.AskAsync(async x =>
    {
        try
        {
            await ask(x);
        }
        catch (DockerApiException exception) when (exception.StatusCode != HttpStatusCode.Conflict)
        {
            throw new RevisionNotStartedException(revision.Number, DockerConnection.Said(exception));
        }
        catch (DockerApiException)
        {
            // Somebody else made it meanwhile: a start twice is one.
            return;
        }
    });

    private async Task RemoveOldAsync(
        EnvironmentDocument document, Dictionary<int, ContainerListResponse> present, CancellationToken cancellationToken)
    {
        var ended = document.Revisions
            .Where(x => x.State is RevisionState.Stopped or RevisionState.Crashed && present.ContainsKey(x.Number))
            .OrderByDescending(x => x.Number).Skip(Kept);
        foreach (var revision in ended)
            await ContainerEnd.RemoveAsync(engine, present[revision.Number].ID, cancellationToken);
    }

    /// <summary>How the server ended last. Once it is started again, its engine has that as an event alone.</summary>
    private async Task<string> DescribeEndAsync(
        Revision revision, ContainerInspectResponse container, CancellationToken cancellationToken)
    {
        var end = container.State is { Running: true, Restarting: false }
            ? await ContainerEvents.FindEndAsync(engine, container.ID, cancellationToken)
            : new ContainerEndEvent((int)container.State.ExitCode, container.State.OOMKilled);
        if (end?.IsOutOfMemory == true)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"The server of revision {revision.Number} took more memory than its limit of ")
                + $"{new ByteSize(container.HostConfig.Memory)}, and was ended.";
        }

        if (end is null)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"The server of revision {revision.Number} ended by itself.");
        }

        var log = await ReadLogAsync(container.ID, LastLines, cancellationToken);
        return ExitReason.Of(revision.Number, end.ExitCode, log);
    }
}

/// <summary>Ends containers; one that is gone already is ended.</summary>
internal static class ContainerEnd
{
    private const uint Grace = 15;

    /// <summary>Asks it to end, and waits; after 15 s it is ended. It stays ended, and can be looked at.</summary>
    public static Task StopAsync(DockerConnection engine, string container, CancellationToken cancellationToken) =>
        engine.FindAsync(async x =>
        {
            var parameters = new ContainerStopParameters { WaitBeforeKillSeconds = Grace };
            await x.Containers.StopContainerAsync(container, parameters, cancellationToken);
            return container;
        });

    public static async Task RemoveAsync(DockerConnection engine, string container, CancellationToken cancellationToken)
    {
        await StopAsync(engine, container, cancellationToken);
        await engine.FindAsync(async x =>
        {
            try
            {
                await x.Containers.RemoveContainerAsync(
                    container, new ContainerRemoveParameters { Force = true }, cancellationToken);
            }
            catch (DockerApiException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
            {
                // Somebody else is removing it.
                return container;
            }

            return container;
        });
    }
}

/// <summary>What a container wrote, both of its outputs in their order.</summary>
internal static class ContainerLog
{
    private const int MostBytes = 256 << 10;

    /// <summary>The last lines, none where there is no such container.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(
        DockerConnection engine, string container, int lines, CancellationToken cancellationToken)
    {
        var parameters = new ContainerLogsParameters
        {
            ShowStdout = true,
            ShowStderr = true,
            Tail = lines.ToString(CultureInfo.InvariantCulture),
        };
        using var stream = await engine.FindAsync(
            x => x.Containers.GetContainerLogsAsync(container, tty: false, parameters, cancellationToken));
        if (stream is null)
            return [];
        return await engine.AskAsync(async _ => LogTail.Of(await ReadAsync(stream, cancellationToken), lines));
    }

    private static async Task<string> ReadAsync(MultiplexedStream stream, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken) is { EOF: false, Count: > 0 } read)
        {
            all.Write(buffer, 0, read.Count);
            if (all.Length <= 2 * MostBytes)
                continue;
            var last = all.GetBuffer().AsSpan((int)all.Length - MostBytes, MostBytes).ToArray();
            all.SetLength(0);
            all.Write(last);
        }

        var bytes = all.GetBuffer().AsSpan(0, (int)all.Length);
        return Encoding.UTF8.GetString(bytes.Length > MostBytes ? bytes[^MostBytes..] : bytes);
    }
}
