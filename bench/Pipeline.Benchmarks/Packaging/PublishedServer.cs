using System.Diagnostics;
using Pipeline.Packaging.Images;

namespace Pipeline.Benchmarks.Packaging;

/// <summary>The server of this repository, published to a folder as a release of a model would.</summary>
internal static class PublishedServer
{
    public static async Task<ServerFiles> PublishAsync(string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet", Arguments(folder))
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? (await ServerFiles.ReadAsync(folder, cancellationToken)).OrThrow()
            : throw new CommandFailedException("dotnet publish", process.ExitCode, output);
    }

    private static string[] Arguments(string folder) =>
    [
        "publish", "src/Pipeline.Serving", "--configuration", "Release", "--runtime", "linux-x64", "--self-contained",
        "--output", folder, "--tl:off", "--verbosity", "quiet",
    ];
}
