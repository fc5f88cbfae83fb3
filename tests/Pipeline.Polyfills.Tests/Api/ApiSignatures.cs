using System.Reflection;

namespace Pipeline.Polyfills.Api;

/// <summary>Parameters, results and constraints as listings write them.</summary>
internal static class ApiSignatures
{
    private const string Runtime = "System.Runtime.CompilerServices.";

    public static string Of(MethodInfo method) => $"({Parameters(method)}): {Result(method)}";

    public static string Parameters(MethodBase method) =>
        (IsExtension(method) ? "this " : string.Empty) + string.Join(", ", method.GetParameters().Select(Parameter));

    public static string Parameter(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        var name = ApiNames.Of(type.IsByRef ? type.GetElementType()! : type);
        return $"{Modifier(parameter)}{name} {parameter.Name}{(parameter.IsOptional ? " = _" : string.Empty)}";
    }

    public static string Constraints(IEnumerable<Type> parameters) => string.Concat(parameters
        .Select(x => (x.Name, Words: string.Join(", ", Constraints(x))))
        .Where(x => x.Words.Length > 0)
        .Select(x => $" where {x.Name} : {x.Words}"));

    public static bool IsExtension(MethodBase method) => HasMark(method.GetCustomAttributesData(), "ExtensionAttribute");

    public static bool HasMark(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.Any(x => x.AttributeType.FullName == Runtime + name);

    private static string Result(MethodInfo method)
    {
        var type = method.ReturnType;
        if (!type.IsByRef)
            return ApiNames.Of(type);

        var isReadOnly = method.ReturnParameter.GetRequiredCustomModifiers().Any(x => x.Name == "InAttribute");
        return (isReadOnly ? "ref readonly " : "ref ") + ApiNames.Of(type.GetElementType()!);
    }

    private static string Modifier(ParameterInfo parameter)
    {
        var attributes = parameter.GetCustomAttributesData();
        if (!parameter.ParameterType.IsByRef)
        {
            var isArray = attributes.Any(x => x.AttributeType.FullName == "System.ParamArrayAttribute");
            return isArray || HasMark(attributes, "ParamCollectionAttribute") ? "params " : string.Empty;
        }

        return parameter switch
        {
            { IsOut: true, IsIn: false } => "out ",
            { IsIn: true } => "in ",
            _ => HasMark(attributes, "IsReadOnlyAttribute") ? "in " : "ref ",
        };
    }

    private static IEnumerable<string> Constraints(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var types = parameter.GetGenericParameterConstraints().Select(ApiNames.Of).Where(x => x != "System.ValueType");

        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            yield return "class";
        if (isStruct)
            yield return HasMark(parameter.GetCustomAttributesData(), "IsUnmanagedAttribute") ? "unmanaged" : "struct";
        foreach (var type in types.Order(StringComparer.Ordinal))
            yield return type;
        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
            yield return "new()";
        if (attributes.HasFlag(GenericParameterAttributes.AllowByRefLike))
            yield return "allows ref struct";
    }
}
