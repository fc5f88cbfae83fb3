using System.Collections.Generic;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

public partial class DotNetTasks
{
    public static IReadOnlyCollection<Output> DotNetBuild(DotNetBuildSettings options = null) => Execute(options);

    public static IReadOnlyCollection<Output> DotNetBuild(Configure<DotNetBuildSettings> configurator) => Execute(configurator);

    public static IEnumerable<(DotNetBuildSettings, IReadOnlyCollection<Output>)> DotNetBuild(
        CombinatorialConfigure<DotNetBuildSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        Execute(configurator, degreeOfParallelism, completeOnFailure);

    public static IReadOnlyCollection<Output> DotNetClean(DotNetCleanSettings options = null) => Execute(options);

    public static IReadOnlyCollection<Output> DotNetClean(Configure<DotNetCleanSettings> configurator) => Execute(configurator);

    public static IEnumerable<(DotNetCleanSettings, IReadOnlyCollection<Output>)> DotNetClean(
        CombinatorialConfigure<DotNetCleanSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        Execute(configurator, degreeOfParallelism, completeOnFailure);

    public static IReadOnlyCollection<Output> DotNetFormat(DotNetFormatSettings options = null) => Execute(options);

    public static IReadOnlyCollection<Output> DotNetFormat(Configure<DotNetFormatSettings> configurator) => Execute(configurator);

    public static IEnumerable<(DotNetFormatSettings, IReadOnlyCollection<Output>)> DotNetFormat(
        CombinatorialConfigure<DotNetFormatSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        Execute(configurator, degreeOfParallelism, completeOnFailure);

    public static IReadOnlyCollection<Output> DotNetMSBuild(DotNetMSBuildSettings options = null) => Execute(options);

    public static IReadOnlyCollection<Output> DotNetMSBuild(Configure<DotNetMSBuildSettings> configurator) =>
        Execute(configurator);

    public static IEnumerable<(DotNetMSBuildSettings, IReadOnlyCollection<Output>)> DotNetMSBuild(
        CombinatorialConfigure<DotNetMSBuildSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false)
        => Execute(configurator, degreeOfParallelism, completeOnFailure);

    public static IReadOnlyCollection<Output> DotNetNuGetPush(DotNetNuGetPushSettings options = null) => Execute(options);

    public static IReadOnlyCollection<Output> DotNetNuGetPush(Configure<DotNetNuGetPushSettings> configurator) =>
        Execute(configurator);

    public static IEnumerable<(DotNetNuGetPushSettings, IReadOnlyCollection<Output>)> DotNetNuGetPush(
        CombinatorialConfigure<DotNetNuGetPushSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false)
        => Execute(configurator, degreeOfParallelism, completeOnFailure);

    public static IReadOnlyCollection<Output> DotNetPack(DotNetPackSettings options = null) => Execute(options);

    public static IReadOnlyCollection<Output> DotNetPack(Configure<DotNetPackSettings> configurator) => Execute(configurator);

    public static IEnumerable<(DotNetPackSettings, IReadOnlyCollection<Output>)> DotNetPack(
        CombinatorialConfigure<DotNetPackSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        Execute(configurator, degreeOfParallelism, completeOnFailure);

    public static IReadOnlyCollection<Output> DotNetPublish(DotNetPublishSettings options = null) => Execute(options);

    public static IReadOnlyCollection<Output> DotNetPublish(Configure<DotNetPublishSettings> configurator) =>
        Execute(configurator);

    public static IEnumerable<(DotNetPublishSettings, IReadOnlyCollection<Output>)> DotNetPublish(
        CombinatorialConfigure<DotNetPublishSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false)
        => Execute(configurator, degreeOfParallelism, completeOnFailure);

    public static IReadOnlyCollection<Output> DotNetRestore(DotNetRestoreSettings options = null) => Execute(options);

    public static IReadOnlyCollection<Output> DotNetRestore(Configure<DotNetRestoreSettings> configurator) =>
        Execute(configurator);

    public static IEnumerable<(DotNetRestoreSettings, IReadOnlyCollection<Output>)> DotNetRestore(
        CombinatorialConfigure<DotNetRestoreSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false)
        => Execute(configurator, degreeOfParallelism, completeOnFailure);

    public static IReadOnlyCollection<Output> DotNetRun(DotNetRunSettings options = null) => Execute(options);

    public static IReadOnlyCollection<Output> DotNetRun(Configure<DotNetRunSettings> configurator) => Execute(configurator);

    public static IEnumerable<(DotNetRunSettings, IReadOnlyCollection<Output>)> DotNetRun(
        CombinatorialConfigure<DotNetRunSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        Execute(configurator, degreeOfParallelism, completeOnFailure);

    public static IReadOnlyCollection<Output> DotNetTest(DotNetTestSettings options = null) => Execute(options);

    public static IReadOnlyCollection<Output> DotNetTest(Configure<DotNetTestSettings> configurator) => Execute(configurator);

    public static IEnumerable<(DotNetTestSettings, IReadOnlyCollection<Output>)> DotNetTest(
        CombinatorialConfigure<DotNetTestSettings> configurator, int degreeOfParallelism = 1, bool completeOnFailure = false) =>
        Execute(configurator, degreeOfParallelism, completeOnFailure);

    public static IReadOnlyCollection<Output> DotNetToolRestore(DotNetToolRestoreSettings options = null) => Execute(options);

    public static IReadOnlyCollection<Output> DotNetToolRestore(Configure<DotNetToolRestoreSettings> configurator) =>
        Execute(configurator);

    public static IEnumerable<(DotNetToolRestoreSettings, IReadOnlyCollection<Output>)> DotNetToolRestore(
        CombinatorialConfigure<DotNetToolRestoreSettings> configurator,
        int degreeOfParallelism = 1,
        bool completeOnFailure = false) =>
        Execute(configurator, degreeOfParallelism, completeOnFailure);
}
