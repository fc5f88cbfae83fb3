using System.Reflection;

namespace Pipeline.Polyfills.Api;

/// <summary>The line of one member, or null of a member that only its own assembly sees.</summary>
internal static class ApiMembers
{
    private static readonly string[] AccessorPrefixes = ["get_", "set_", "add_", "remove_"];

    public static string? Line(string type, MemberInfo member) => member switch
    {
        FieldInfo field => Field(type, field),
        ConstructorInfo constructor => Constructor(type, constructor),
        PropertyInfo property => Property(type, property),
        EventInfo @event => Event(type, @event),
        MethodInfo method => Method(type, method),
        _ => null,
    };

    private static string? Field(string type, FieldInfo field)
    {
        if (field.IsSpecialName || !(field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly))
            return null;

        var access = field.IsPublic ? string.Empty : field.IsFamily ? " protected" : " protected internal";
        var name = $"{type}.{field.Name}: {ApiNames.Of(field.FieldType)}";
        if (field.IsLiteral)
            return $"{name} = {ApiLiterals.Of(field)} | field{access} const";

        var isStatic = field.IsStatic ? " static" : string.Empty;
        return $"{name} | field{access}{isStatic}{(field.IsInitOnly ? " readonly" : string.Empty)}";
    }

    private static string? Constructor(string type, ConstructorInfo constructor) =>
        IsVisible(constructor) && !constructor.IsStatic
            ? $"{type}..ctor({ApiSignatures.Parameters(constructor)}) | ctor{Access(constructor)}"
            : null;

    private static string? Property(string type, PropertyInfo property)
    {
        MethodInfo?[] accessors = [property.GetGetMethod(nonPublic: true), property.GetSetMethod(nonPublic: true)];
        var visible = accessors.OfType<MethodInfo>().Where(IsVisible).ToList();
        if (visible.Count == 0)
            return null;

        var widest = visible.Find(x => x.IsPublic) ?? visible[0];
        var words = visible.Select(x => (x.IsPublic == widest.IsPublic ? string.Empty : Access(x)[1..] + " ") + AccessorWord(x));
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(ApiSignatures.Parameter))}]";
        var isRequired = ApiSignatures.HasMark(property.GetCustomAttributesData(), "RequiredMemberAttribute");
        return $"{type}.{name}: {ApiNames.Of(property.PropertyType)} {{ {string.Join("; ", words)}; }} "
            + $"| property{Access(widest)}{Dispatch(widest)}{(isRequired ? " required" : string.Empty)}";
    }

    private static string AccessorWord(MethodInfo accessor)
    {
        var isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Any(x => x.Name == "IsExternalInit");
        return isInit ? "init" : accessor.Name[..3];
    }

    private static string? Event(string type, EventInfo @event) =>
        @event.GetAddMethod(nonPublic: true) is { } add && IsVisible(add)
            ? $"{type}.{@event.Name}: {ApiNames.Of(@event.EventHandlerType!)} | event{Access(add)}{Dispatch(add)}"
            : null;

    private static string? Method(string type, MethodInfo method)
    {
        var isAccessor = method.IsSpecialName && AccessorPrefixes.Any(x => method.Name.StartsWith(x, StringComparison.Ordinal));
        if (!IsVisible(method) || isAccessor || method.Name.Contains('<'))
            return null;

        var parameters = method.IsGenericMethodDefinition ? method.GetGenericArguments() : [];
        var generic = parameters.Length == 0 ? string.Empty : $"<{string.Join(", ", parameters.Select(x => x.Name))}>";
        var extension = ApiSignatures.IsExtension(method) ? " extension" : string.Empty;
        return $"{type}.{method.Name}{generic}{ApiSignatures.Of(method)}{ApiSignatures.Constraints(parameters)} "
            + $"| method{Access(method)}{Dispatch(method)}{extension}";
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Access(MethodBase method) =>
        method.IsPublic ? string.Empty : method.IsFamilyOrAssembly ? " protected internal" : " protected";

    private static string Dispatch(MethodInfo method)
    {
        var isNew = method.Attributes.HasFlag(MethodAttributes.NewSlot);
        var words = (method.IsStatic, OnInterface: method.DeclaringType!.IsInterface) switch
        {
            { OnInterface: true, IsStatic: true } => method.IsAbstract ? "static abstract" : "static",
            { IsStatic: true } => "static",
            { OnInterface: true } => method is { IsVirtual: true, IsAbstract: false } ? "default" : string.Empty,
            _ when method.IsAbstract => isNew ? "abstract" : "abstract override",
            _ when method.IsVirtual && !isNew => method.IsFinal ? "sealed override" : "override",
            _ => method is { IsVirtual: true, IsFinal: false } ? "virtual" : string.Empty,
        };
        return words.Length == 0 ? string.Empty : " " + words;
    }
}
