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

/// <summary>Ends containers; one that is gone already is ended.</summary>
internal static class ContainerEnd
{
    private const uint Grace = 15;
    private const int LastLines = 100;

    /// <summary>Asks it to end, and waits; after 15 s it is ended. It stays ended, and can be looked at.</summary>
    public static Task StopAsync(DockerConnection engine, string container, CancellationToken cancellationToken) =>
        engine.FindAsync(async x =>
        {
            await x.Containers.UpdateContainerAsync(
                container,
                new ContainerUpdateParameters { RestartPolicy = ContainerForms.Restarts(isToRun: false) },
                cancellationToken);
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

    /// <summary>
    /// Why the server of a revision ended last, in one sentence. Once it is started again, its engine has that as an event alone.
    /// </summary>
    public static async Task<string> DescribeAsync(
        DockerConnection engine, Revision revision, ContainerInspectResponse container, CancellationToken cancellationToken)
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

        var log = await ContainerLog.ReadAsync(engine, container.ID, LastLines, cancellationToken);
        return ExitReason.Of(revision.Number, end.ExitCode, log);
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
        return await engine.AskAsync(async _ => LogTail.Of(await ReadAsync(stream, MostBytes, cancellationToken), lines));
    }

    /// <summary>The last bytes of what there is.</summary>
    public static async Task<string> ReadAsync(MultiplexedStream stream, int mostBytes, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (await stream.ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken) is { EOF: false, Count: > 0 } read)
        {
            all.Write(buffer, 0, read.Count);
            if (all.Length <= 2 * mostBytes)
                continue;
            var last = all.GetBuffer().AsSpan((int)all.Length - mostBytes, mostBytes).ToArray();
            all.SetLength(0);
            all.Write(last);
        }

        var bytes = all.GetBuffer().AsSpan(0, (int)all.Length);
        return Encoding.UTF8.GetString(bytes.Length > mostBytes ? bytes[^mostBytes..] : bytes);
    }
}
