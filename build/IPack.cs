using System.Globalization;
using Nuke.Common;
using Nuke.Common.IO;
using Pipeline.Delivery.Reports;
using Pipeline.Distribution;
using Pipeline.Targets;

/// <summary>Makes the packages that teams use the toolkit by.</summary>
internal interface IPack : IPipelineBuild
{
    [Parameter("The folder that gets the packages, instead of artifacts/packages")]
    AbsolutePath Output => TryGetValue(() => Output) ?? RootDirectory / "artifacts" / "packages";

    [Parameter("What server and gateway are made for: linux-x64, linux-arm64, or both")]
    string[] Runtimes => TryGetValue(() => Runtimes) ?? [.. Packing.Runtimes];

    Target Pack => _ => _
        .Description("Makes NuGet packages of libraries, server, gateway and template")
        .Executes(async () =>
        {
            var packages = await new Packing(RootDirectory, Face, TimeProvider.System).PackAsync(Output, Runtimes, Cancellation);
            Face.Write(new ReportTable(
                ["package", "#size", "needs"],
                [.. packages.Select(package => new[]
                {
                    new TableCell(package.Id), new TableCell(Size(package.Bytes)), new TableCell(Needs(package)),
                })]));
            Face.Sum([new("Version", packages[0].Version)]);
        });

    private static string Size(long bytes) => (bytes / 1e6).ToString("0.0 MB", CultureInfo.InvariantCulture);

    private static string Needs(PackedPackage package) => string.Join(", ", package.Needs.Select(need => need.Id));
}
