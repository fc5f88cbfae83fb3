using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Traffic;
using Pipeline.Environments;

namespace Pipeline.Deployment.Processes;

/// <summary>What a gateway and servers may see of the caller's variables: no secrets.</summary>
public static class PassedVariables
{
    private static readonly string[] Passed =
        ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "DOTNET_ROOT", "DOTNET_ROOT_X64", "LD_LIBRARY_PATH"];

    /// <summary>Removes all others.</summary>
    /// <param name="variables">Of a program that is not started yet.</param>
    public static void Restrict(IDictionary<string, string?> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        foreach (var name in variables.Keys.Except(Passed).ToList())
            variables.Remove(name);
    }
}

/// <summary>Starts the gateway of an environment that has none, and ends what one left behind.</summary>
public sealed class GatewayLauncher(EnvironmentSite site, GatewayProgram program, GatewayClient client)
{
    /// <exception cref="GatewayNotLaunchedException">It does not listen; with what is in the way.</exception>
    public async Task<GatewayDocument> EnsureAsync(GatewayAddress address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (await client.GreetAsync(cancellationToken) is not { } gateway)
        {
            site.Folder.Create();
            var installed = await program.InstallAsync(site.Folder, cancellationToken);
            await RunAsync(installed, "launch", address, cancellationToken);
            return await client.GreetAsync(cancellationToken)
                ?? throw new GatewayNotLaunchedException(Place, "It ended as soon as it had listened.");
        }

        return address.EndPoint is null || address.ToString() == gateway.Address
            ? gateway
            : throw new GatewayNotLaunchedException(
                Place, $"One listens at {gateway.Address} and not at {address}; take the environment down first.");
    }

    /// <summary>Ends every server of an environment whose gateway does not run.</summary>
    public async Task TakeDownAsync(CancellationToken cancellationToken) =>
        await RunAsync(await FindProgramAsync(cancellationToken), "take-down", GatewayAddress.Auto, cancellationToken);

    /// <summary>Starts the gateway where it does not run, with the program that the environment has already.</summary>
    /// <exception cref="GatewayNotLaunchedException">It does not listen; with what is in the way.</exception>
    public async Task EnsureAsBeforeAsync(CancellationToken cancellationToken)
    {
        if (await client.GreetAsync(cancellationToken) is null)
            await RunAsync(await FindProgramAsync(cancellationToken), "launch", GatewayAddress.Auto, cancellationToken);
    }

    private string Place => new LocalReach(site.Folder).Place;

    private async Task<string> FindProgramAsync(CancellationToken cancellationToken)
    {
        site.Folder.Create();
        return GatewayProgram.FindInstalled(site.Folder) ?? await program.InstallAsync(site.Folder, cancellationToken);
    }

    private async Task RunAsync(string file, string mode, GatewayAddress address, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file,
        [
            mode, "--folder", site.Folder.Path, "--project", site.Project, "--environment", site.Environment,
            "--model", site.Model.ToString(), "--address", address.ToString(),
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = site.Folder.Path,
        };
        PassedVariables.Restrict(start.Environment);
        using var launcher = Process.Start(start)!;
        launcher.StandardInput.Close();
        var output = launcher.StandardOutput.ReadToEndAsync(cancellationToken);
        var said = await launcher.StandardError.ReadToEndAsync(cancellationToken);
        await Task.WhenAll(output, launcher.WaitForExitAsync(cancellationToken));
        if (launcher.ExitCode != 0)
            throw new GatewayNotLaunchedException(Place, said.Trim());
    }
}

/// <summary>An environment's gateway could not be started.</summary>
/// <param name="place">"the environment in '/home/ann/...'".</param>
/// <param name="reason">Sentences: what is in the way, and what helps.</param>
public sealed class GatewayNotLaunchedException(string place, string reason) : Exception(
    $"The gateway of {place} was not started. {reason}");

/// <summary>The gateway's program as it was built, and its copies in environments.</summary>
/// <param name="build">
/// Gives the folder that it was built or published to. Only asked where a gateway has to be started: what needs no new gateway,
/// such as a rollback, needs no sources that compile.
/// </param>
public sealed class GatewayProgram(Func<CancellationToken, Task<string>> build)
{
    private const string Name = "Pipeline.Gateway";

    private static int _drafts;

    /// <param name="source">The folder that it was built or published to.</param>
    public GatewayProgram(string source)
        : this(_ => Task.FromResult(source))
    {
    }

    /// <summary>Copies the program into the environment once for each build of it, and answers with what to run there.</summary>
    /// <exception cref="GatewayNotLaunchedException">The program is not where it should be.</exception>
    public async Task<string> InstallAsync(EnvironmentFolder folder, CancellationToken cancellationToken)
    {
        var source = await build(cancellationToken);
        if (!File.Exists(Path.Combine(source, Name)))
            throw new GatewayNotLaunchedException(
                new LocalReach(folder).Place, $"There is no program '{Name}' in '{source}'; build it first.");
        var target = Path.Combine(folder.Programs, (await DigestAsync(source, cancellationToken)).Hex[..16]);
        if (!Directory.Exists(target))
            Copy(source, DraftOf(target), target);
        return Path.Combine(target, Name);
    }

    /// <summary>
    /// The copy that was put into the environment last; null where there is none. What only keeps an environment going needs
    /// neither sources that compile nor room for another copy.
    /// </summary>
    public static string? FindInstalled(EnvironmentFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return !Directory.Exists(folder.Programs)
            ? null
            : new DirectoryInfo(folder.Programs).EnumerateDirectories()
                .Where(x => !x.Name.Contains('.', StringComparison.Ordinal) && File.Exists(Path.Combine(x.FullName, Name)))
                .OrderByDescending(x => x.LastWriteTimeUtc).ThenBy(x => x.Name, StringComparer.Ordinal)
                .Select(x => Path.Combine(x.FullName, Name))
                .FirstOrDefault();
    }

    /// <summary>
    /// The names of the copies that the environment's gateway and its watcher run from, none while they do not run; null where
    /// the system does not say.
    /// </summary>
    public static IReadOnlyCollection<string>? FindRunning(EnvironmentFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            var document = JsonSerializer.Deserialize<GatewayDocument>(File.ReadAllBytes(folder.Gateway), DocumentJson.Options);
            var programs = new[] { document?.Process, document?.Watcher }.OfType<ProcessIdentity>().Where(x => x.IsRunning)
                .Select(x => File.ResolveLinkTarget($"/proc/{x.Id}/exe", returnFinalTarget: false)?.FullName)
                .Select(Path.GetDirectoryName).ToList();
            var home = Path.GetFileName(folder.Programs);
            // By names: the system resolves links, such as one above the environment's folder.
            return document is null || !programs.TrueForAll(x => Path.GetFileName(Path.GetDirectoryName(x)) == home)
                ? null
                : programs.Select(x => Path.GetFileName(x)!).ToList();
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string DraftOf(string target) => string.Create(
        CultureInfo.InvariantCulture, $"{target}.{Environment.ProcessId}-{Interlocked.Increment(ref _drafts)}");

    private static IEnumerable<string> Files(string source) => Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories)
        .Select(x => Path.GetRelativePath(source, x))
        .Where(x => !x.EndsWith(".pdb", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static async Task<Digest> DigestAsync(string source, CancellationToken cancellationToken)
    {
        var all = new StringBuilder();
        foreach (var file in Files(source))
        {
            var digest = await Digest.OfFileAsync(Path.Combine(source, file), cancellationToken);
            all.Append(file).Append(' ').Append(digest).Append('\n');
        }

        return Digest.OfText(all.ToString());
    }

    /// <summary>The rename makes it appear as a whole; of two at once, the second finds it there.</summary>
    private static void Copy(string source, string draft, string target)
    {
        if (Directory.Exists(draft))
            Directory.Delete(draft, recursive: true);
        foreach (var file in Files(source))
        {
            var copy = Path.Combine(draft, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(source, file), copy);
        }

        try
        {
            Directory.Move(draft, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            Directory.Delete(draft, recursive: true);
        }
    }
}
