namespace Pipeline.Polyfills.Api;

/// <summary>Holds a polyfill's API to be a part of the listed one.</summary>
internal sealed class ApiComparison(ApiListing listing)
{
    private const int NearestCount = 3;

    // What narrows the use of a type and therefore may not be missing.
    private static readonly string[] Narrowing = ["sealed", "static", "abstract", "ref", "protected"];

    // How a member takes part in inheritance, which a type that flattens its hierarchy must say differently.
    private static readonly string[] Dispatch = ["virtual", "override", "abstract", "sealed", "default"];

    private static readonly string[] Open = ["virtual", "override", "abstract"];

    public IEnumerable<ApiViolation> Violations(IEnumerable<ApiLine> polyfill) =>
        polyfill.SelectMany(x => x.IsType ? OfType(x) : OfMember(x));

    private IEnumerable<ApiViolation> OfType(ApiLine line)
    {
        if (listing.Type(line.Head) is not { } listed)
            return [new("The type is not listed", line, Nearest(line, listing.Types))];

        return TypeRules(line, listed).Where(x => x.IsBroken).Select(x => new ApiViolation(x.Rule, line, [listed]));
    }

    private IEnumerable<(bool IsBroken, string Rule)> TypeRules(ApiLine line, ApiLine listed)
    {
        var bases = listing.AllBases(listed.Head);
        var isClosed = line.Kind is "delegate" or "enum";
        yield return (line.Kind != listed.Kind, $"The kind is {line.Kind}, but {listed.Kind} is listed");
        yield return (line.Head != listed.Head, "The type parameters are not those that are listed");
        yield return (line.Constraints != listed.Constraints, "The constraints are not those that are listed");
        yield return (isClosed && line.Signature != listed.Signature, "The signature or underlying type is not the listed one");
        foreach (var flag in Narrowing)
            yield return (listed.Flags.Contains(flag) && !line.Flags.Contains(flag), $"The type is listed as {flag}, and is not");
        foreach (var name in line.Bases.Where(_ => !isClosed))
            yield return (!bases.Contains(name), $"The base type or interface {name} is not listed for it");
    }

    private IEnumerable<ApiViolation> OfMember(ApiLine line)
    {
        if (listing.Type(line.Owner) is not { } type || listing.Members(type.Head).Any(x => x.Declaration == line.Declaration))
            return [];

        var isInherited = listing.AllBases(type.Head).Any(x => IsListedOn(x, line));
        return isInherited
            ? []
            : [new ApiViolation("The member is listed neither on the type nor on its bases", line, NearestMembers(line, type))];
    }

    private bool IsListedOn(string baseType, ApiLine line)
    {
        var isInterface = listing.Type(baseType)?.Kind == "interface";
        return listing.MembersOf(baseType)
            .Where(x => x.Kind == line.Kind && MemberSignature(x) == MemberSignature(line))
            .Any(x => Inherits(line, x, isInterface));
    }

    private static bool Inherits(ApiLine line, ApiLine listed, bool fromInterface)
    {
        var isOpen = line.Flags.Intersect(Open).Any();
        var wasOpen = listed.Flags.Intersect(Open).Any() && !listed.Flags.Contains("sealed") && !fromInterface;
        return line.Flags.Except(Dispatch).SequenceEqual(listed.Flags.Except(Dispatch)) && (!isOpen || wasOpen);
    }

    // A constructor is not inherited, so a base type's cannot stand for a type's own.
    private static string MemberSignature(ApiLine line) =>
        line.Kind == "ctor" ? line.Signature : line.Signature[line.Owner.Length..];

    private IReadOnlyList<ApiLine> NearestMembers(ApiLine line, ApiLine type)
    {
        var bases = listing.AllBases(type.Head).SelectMany(listing.MembersOf);
        return Nearest(line, listing.Members(type.Head).Concat(bases));
    }

    private static IReadOnlyList<ApiLine> Nearest(ApiLine line, IEnumerable<ApiLine> lines) =>
        [.. lines.OrderBy(x => EditDistance.Between(x.Declaration, line.Declaration)).Take(NearestCount)];
}
