using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Serilog;

namespace EngineBuild;

/// <summary>A parameter of every kind of type; the target says what it got.</summary>
internal sealed class Values : NukeBuild, IHasPrefix
{
    [Parameter] private readonly bool Flag;
    [Parameter] private readonly bool? MaybeFlag;
    [Parameter] private readonly long Whole;
    [Parameter] private readonly double Real;
    [Parameter] private readonly Shade Enum;
    [Parameter] private readonly Flavor Flavor = Flavor.Sweet;
    [Parameter] private readonly AbsolutePath Folder;
    [Parameter] private readonly int[] Numbers;
    [Parameter(Separator = ",")] private readonly string[] Names;
    [Parameter(Name = "other-name")] private readonly string Renamed;

    public static int Run() => Execute<Values>(x => x.Show);

    private Target Show => _ => _.Executes(() =>
    {
        var values = new Dictionary<string, object>
        {
            [nameof(Flag)] = Flag,
            [nameof(MaybeFlag)] = MaybeFlag,
            [nameof(Whole)] = Whole,
            [nameof(Real)] = Real,
            [nameof(Enum)] = Enum,
            [nameof(Flavor)] = Flavor,
            [nameof(Folder)] = Folder,
            [nameof(Numbers)] = Numbers is null ? null : string.Join('|', Numbers),
            [nameof(Names)] = Names is null ? null : string.Join('|', Names),
            [nameof(Renamed)] = Renamed,
            ["Prefixed"] = ((IHasPrefix)this).Depth,
        };
        foreach (var (name, value) in values.Where(x => x.Value is not null))
            Log.Information("{Name}={Value}", name, System.FormattableString.Invariant($"{value}"));
    });
}

[ParameterPrefix("Deep")]
internal interface IHasPrefix : INukeBuild
{
    [Parameter] int Depth => TryGetValue<int?>(() => Depth) ?? -1;
}

internal enum Shade
{
    Light,
    Dark,
}

[TypeConverter(typeof(TypeConverter<Flavor>))]
internal sealed class Flavor : Enumeration
{
    public static readonly Flavor Sweet = new() { Value = nameof(Sweet) };
    public static readonly Flavor Sour = new() { Value = nameof(Sour) };
}
