using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;
using Pipeline.Core.Predictions;
using Pipeline.Deployment.Rollouts;
using Pipeline.Docker.Hosts;

namespace Pipeline.Docker.Containers;

/// <summary>
/// The prediction log of an environment on an engine, copied to a folder of this machine. A server that runs sends what is new;
/// where none does, or an older one, the engine gives the whole volume out, and what is new of it is kept.
/// </summary>
internal sealed class PredictionVolume(DockerConnection engine, ContainerNames names)
{
    /// <summary>At one time; a log that is larger comes in parts.</summary>
    private const long MostBytes = 64L << 30;

    private const string Running = "running";

    /// <returns>Whether there was a container to read the volume with.</returns>
    public async Task<bool> CopyAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var containers = await engine.AskAsync(x => x.Containers.ListContainersAsync(
            new ContainersListParameters { All = true, Filters = names.Filter(ContainerNames.RevisionRole) }, cancellationToken));
        foreach (var container in containers.Where(x => x.State == Running))
        {
            if (await TrySendAsync(container.ID, folder, cancellationToken))
                return true;
        }

        foreach (var container in containers)
        {
            if (await TryUnpackAsync(container.ID, folder, cancellationToken))
                return true;
        }

        return false;
    }

    /// <summary>False where the server's program has no such word, or the container ends meanwhile.</summary>
    private async Task<bool> TrySendAsync(string container, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new ExecStream(await engine.AskAsync(async client =>
            {
                var program = await client.Exec.ExecCreateContainerAsync(
                    container,
                    new ContainerExecCreateParameters
                    {
                        AttachStdin = true,
                        AttachStdout = true,
                        AttachStderr = true,
                        Cmd = [ContainerForms.ServerProgram, PredictionLogTransfer.Word, ContainerForms.PredictionsFolder],
                    },
                    cancellationToken);
                return await client.Exec.StartAndAttachContainerExecAsync(program.ID, tty: false, cancellationToken);
            }));
            await PredictionLogTransfer.ReceiveAsync(folder, stream, stream, MostBytes, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is IOException or EngineFailedException)
        {
            return false;
        }
    }

    private async Task<bool> TryUnpackAsync(string container, string folder, CancellationToken cancellationToken)
    {
        var path = new GetArchiveFromContainerParameters { Path = ContainerForms.PredictionsFolder };
        var archive = await engine.FindAsync(
            x => x.Containers.GetArchiveFromContainerAsync(container, path, statOnly: false, cancellationToken));
        if (archive is null)
            return false;
        return await engine.AskAsync(async _ =>
        {
            await using var stream = archive.Stream;
            await using var reader = new TarReader(stream);
            var gone = Directory.GetFiles(folder).Select(file => Path.GetFileName(file)!).Where(PredictionLogTransfer.IsLog)
                .ToHashSet(StringComparer.Ordinal);
            while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                var name = Path.GetFileName(entry.Name);
                if (entry.EntryType != TarEntryType.RegularFile || !PredictionLogTransfer.IsLog(name))
                    continue;
                gone.Remove(name);
                await KeepNewAsync(entry, Path.Combine(folder, name), cancellationToken);
            }

            foreach (var name in gone)
                File.Delete(Path.Combine(folder, name));
            return true;
        });
    }

    private static async Task KeepNewAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        if (file.Length > entry.Length)
            file.SetLength(0);
        if (entry.DataStream is not { } data)
            return;
        // By hand: the stream of an answer takes a read of nothing, as CopyToAsync ends with, for its end.
        var buffer = new byte[1 << 16];
        var known = file.Length;
        file.Position = known;
        for (var position = 0L; position < entry.Length;)
        {
            var most = (position < known ? known : entry.Length) - position;
            var read = await data.ReadAsync(buffer.AsMemory(0, (int)Math.Min(most, buffer.Length)), cancellationToken);
            if (read == 0)
                throw new EndOfStreamException();
            if (position >= known)
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            position += read;
        }
    }
}
