using System.Collections.Generic;
using Nuke.Common.Tooling;

namespace Nuke.Common.Tools.DotNet;

/// <summary>Setters of what <c>dotnet clean</c> is told.</summary>
public static partial class DotNetCleanSettingsExtensions
{
    public static T SetArtifactsPath<T>(this T o, string v) where T : DotNetCleanSettings => o.With(nameof(o.ArtifactsPath), v);
    public static T SetConfiguration<T>(this T o, string v) where T : DotNetCleanSettings => o.With(nameof(o.Configuration), v);
    public static T SetFramework<T>(this T o, string v) where T : DotNetCleanSettings => o.With(nameof(o.Framework), v);
    public static T SetNoLogo<T>(this T o, bool? v) where T : DotNetCleanSettings => o.With(nameof(o.NoLogo), v);
    public static T SetOutput<T>(this T o, string v) where T : DotNetCleanSettings => o.With(nameof(o.Output), v);
    public static T SetProject<T>(this T o, string v) where T : DotNetCleanSettings => o.With(nameof(o.Project), v);
    public static T SetProperties<T>(this T o, IDictionary<string, object> v) where T : DotNetCleanSettings =>
        o.WithEntries(nameof(o.Properties), v);
    public static T SetProperty<T>(this T o, string k, object v) where T : DotNetCleanSettings =>
        o.WithEntry(nameof(o.Properties), k, v);
    public static T AddProperty<T>(this T o, string k, object v) where T : DotNetCleanSettings =>
        o.WithNewEntry(nameof(o.Properties), k, v);
    public static T SetRuntime<T>(this T o, string v) where T : DotNetCleanSettings => o.With(nameof(o.Runtime), v);
    public static T SetVerbosity<T>(this T o, DotNetVerbosity v) where T : DotNetCleanSettings => o.With(nameof(o.Verbosity), v);
}
