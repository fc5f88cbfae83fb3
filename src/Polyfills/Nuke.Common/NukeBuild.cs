using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Linq.Expressions;
using System.Reflection;
using Nuke.Common.CI;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

/// <summary>
/// The base of a build class. Its targets are the members of type <see cref="Target"/> of the class and of the components it
/// implements; its parameters carry a <see cref="ParameterAttribute"/>.
/// </summary>
[GenerateBuildServerConfigurations(Priority = 50)]
[InvokeBuildServerConfigurationGeneration(Priority = 45)]
public abstract partial class NukeBuild : INukeBuild
{
    /// <exception cref="InvalidOperationException">Neither the working folder nor one above it has a folder .nuke.</exception>
    static NukeBuild()
    {
        RootDirectory = FindRootDirectory();
        LoadedLocalProfiles = StaticParameter<string[]>("Profile") ?? [];
        ParameterSources.Current.LoadFiles(RootDirectory, LoadedLocalProfiles);
        Host = HostDetection.Detect(StaticParameter<string>("Host"));
        Verbosity = StaticParameter<Verbosity?>("Verbosity") ?? Verbosity.Normal;
    }

    [Parameter("Root directory during build execution.", Name = "Root")]
    public static AbsolutePath RootDirectory { get; }

    public static AbsolutePath TemporaryDirectory => Directory.CreateDirectory(RootDirectory / ".nuke" / "temp").FullName;

    public static AbsolutePath BuildAssemblyFile => Assembly.GetEntryAssembly()?.Location is { Length: > 0 } path ? path : null;

    public static AbsolutePath BuildAssemblyDirectory => (AbsolutePath)Path.GetDirectoryName(BuildAssemblyFile);

    public static AbsolutePath BuildProjectFile => FindBuildProject();

    public static AbsolutePath BuildProjectDirectory => (AbsolutePath)Path.GetDirectoryName(BuildProjectFile);

    [Parameter("Logging verbosity during build execution. Default is 'Normal'.")]
    public static Verbosity Verbosity
    {
        get => (Verbosity)Logging.Level;
        set => Logging.Level = (LogLevel)value;
    }

    [Parameter("Host for execution. Default is 'automatic'.")]
    public static Host Host { get; set; }

    [Parameter("Defines the profiles to load.", Name = "Profile")]
    public static string[] LoadedLocalProfiles { get; }

    public static bool IsLocalBuild => !IsServerBuild;

    public static bool IsServerBuild => Host is IBuildServer;

    [Parameter("Shows the execution plan (HTML).")]
    public bool Plan { get; }

    [Parameter("Shows the help text for this build assembly.")]
    public bool Help { get; }

    [Parameter("Disables displaying the NUKE logo.")]
    public bool NoLogo { get; set; }

    [Parameter("Indicates to continue a previously failed build attempt.")]
    public bool Continue { get; }

    [Parameter("Partition to use on CI.", List = false)]
    public Partition Partition { get; } = Partition.Single;

    /// <summary>
    /// What the process returns; the default is 0 after success and minus one, which shells show as 255, otherwise.
    /// </summary>
    public int? ExitCode { get; set; }

    protected internal virtual string EmbeddedPackagesDirectory => null;

    protected internal virtual AbsolutePath NpmPackageJsonFile => null;

    protected internal virtual string NuGetAssetsConfigFile => null;

    protected internal virtual string NuGetPackagesConfigFile => null;

    /// <summary>Runs the build and returns the exit code.</summary>
    protected static int Execute<T>(params Expression<Func<T, Target>>[] defaultTargetExpressions)
        where T : NukeBuild, new() =>
        BuildRun.Execute(() => new T(), [.. defaultTargetExpressions.Select(x => new Func<T, Target>(x.Compile()))]);

    public void ReportSummary(Configure<Dictionary<string, string>> configurator = null)
    {
        var target = RunningTargets.Single();
        configurator?.Invoke(target.SummaryInformation);
        foreach (var extension in BuildExtensions.Of<IOnTargetSummaryUpdated>(this))
            extension.OnTargetSummaryUpdated(this, target);
    }

    private static T StaticParameter<T>(string name)
    {
        try
        {
            return (T)ParameterSources.Current.GetValue(name, typeof(T));
        }
        catch (ParameterException exception)
        {
            Serilog.Log.Warning(exception, "Could not inject value for {Type}.{Member}", nameof(NukeBuild), name);
            return default;
        }
    }

    private static AbsolutePath FindRootDirectory()
    {
        var working = Directory.GetCurrentDirectory();
        if (ParameterSources.Current.CommandLine.Named("Root") is [])
            return working;
        if (StaticParameter<string>("Root") is { } given)
            return Path.GetFullPath(given);
        for (var folder = working; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, ".nuke")))
                return folder;
        }

        throw new InvalidOperationException($"There is no folder '.nuke' in '{working}' or above it.");
    }

    private static AbsolutePath FindBuildProject()
    {
        var name = Assembly.GetEntryAssembly()?.GetName().Name + ".csproj";
        for (var folder = Path.GetDirectoryName(BuildAssemblyFile); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var found = new[] { Path.Combine(folder, name), Path.Combine(folder, "build", name) }.FirstOrDefault(File.Exists);
            if (found is not null || folder == RootDirectory)
                return found;
        }

        return null;
    }
}
