using Nuke.Common;
using Pipeline.Distribution;

/// <summary>Pushes the packages that were made to a feed.</summary>
internal interface IPublish : IPack
{
    [Parameter("The feed: a name of the NuGet settings, an address, or the full path of a folder")]
    string Source => TryGetValue(() => Source);

    [Parameter("The key of the feed, where it asks for one")]
    [Secret]
    string FeedKey => TryGetValue(() => FeedKey);

    Target Publish => _ => _
        .Description("Packs, and pushes the packages to a feed")
        .DependsOn<IPack>()
        .Requires(() => Source)
        .Executes(() => new Publishing(RootDirectory).PushAsync(
            Directory.GetFiles(Output, "Pipeline.*.nupkg"), Source, FeedKey));
}
