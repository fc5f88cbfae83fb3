using System;
using System.Collections;
using System.Linq.Expressions;
using System.Reflection;

namespace Nuke.Common.Utilities;

/// <summary>Reading of types and members.</summary>
public static partial class ReflectionUtility
{
    public const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    public const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    public const BindingFlags All = Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy;

    /// <summary>The member that an expression such as <c>() => x.Member</c> names.</summary>
    public static MemberInfo GetMemberInfo(this LambdaExpression expression) => Unconverted(expression.Body) switch
    {
        MemberExpression member => member.Member,
        MethodCallExpression call => call.Method,
        var other => throw new NotSupportedException($"The expression '{other}' names no member."),
    };

    public static MemberInfo GetMemberInfo<T>(Expression<Func<T>> expression) => ((LambdaExpression)expression).GetMemberInfo();

    /// <summary>The object whose member an expression names; null for a static member.</summary>
    public static object GetTarget(this LambdaExpression expression)
    {
        var target = Unconverted(expression.Body) switch
        {
            MemberExpression member => member.Expression,
            MethodCallExpression call => call.Object,
            var other => throw new NotSupportedException($"The expression '{other}' names no member."),
        };
        return target == null ? null : Expression.Lambda<Func<object>>(Expression.Convert(target, typeof(object))).Compile()();
    }

    public static Type GetMemberType(this MemberInfo member) => member switch
    {
        FieldInfo field => field.FieldType,
        PropertyInfo property => property.PropertyType,
        MethodInfo method => method.ReturnType,
        _ => throw new NotSupportedException($"The member '{member}' has no type."),
    };

    public static object GetValue(this MemberInfo member, object obj = null, object[] args = null) => member switch
    {
        FieldInfo field => field.GetValue(obj),
        PropertyInfo property => property.GetValue(obj, BindingFlags.DoNotWrapExceptions, null, args, null),
        MethodInfo method => method.Invoke(obj, BindingFlags.DoNotWrapExceptions, null, args, null),
        _ => throw new NotSupportedException($"The member '{member}' has no value."),
    };

    public static T GetValue<T>(this MemberInfo member, object obj = null, object[] args = null) =>
        (T)member.GetValue(obj, args);

    /// <summary>Sets a field, or a property, for which one without a setter is set through its backing field.</summary>
    public static void SetValue(this MemberInfo member, object instance, object value)
    {
        var field = member as FieldInfo;
        if (member is PropertyInfo { SetMethod: null } property)
            field = property.DeclaringType.NotNull().GetField($"<{property.Name}>k__BackingField", All)
                .NotNull($"The property '{property.DeclaringType}.{property.Name}' cannot be set.");
        if (field != null)
            field.SetValue(instance, value);
        else
            ((PropertyInfo)member).SetValue(instance, value);
    }

    public static bool HasCustomAttribute<T>(this MemberInfo member) where T : Attribute =>
        member.GetCustomAttribute<T>() != null;

    public static bool HasCustomAttribute<T>(this ParameterInfo parameter) where T : Attribute =>
        parameter.GetCustomAttribute<T>() != null;

    public static bool IsStatic(this MemberInfo member) => member switch
    {
        FieldInfo field => field.IsStatic,
        MethodBase method => method.IsStatic,
        PropertyInfo property => (property.GetMethod ?? property.SetMethod).NotNull().IsStatic,
        _ => false,
    };

    public static bool IsNullableType(this Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) != null;

    /// <summary>The type that has null among its values: itself, or the nullable form of a value type.</summary>
    public static Type GetNullableType(this Type type) =>
        type.IsNullableType() ? type : typeof(Nullable<>).MakeGenericType(type);

    /// <summary>The type of an element, without its nullability.</summary>
    public static Type GetScalarType(this Type type)
    {
        var element = type.IsArray ? type.GetElementType()
            : type.IsCollectionLike() && type.IsGenericType ? type.GetGenericArguments()[0]
            : type;
        return Nullable.GetUnderlyingType(element.NotNull()) ?? element;
    }

    public static bool IsCollectionLike(this Type type) =>
        type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);

    public static object GetDefaultValue(this Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    public static T CreateInstance<T>(this Type type, params object[] args) => (T)type.CreateInstance(args);

    public static object CreateInstance(this Type type, params object[] args) =>
        Activator.CreateInstance(type, Instance | BindingFlags.DoNotWrapExceptions, null, args, null);

    private static Expression Unconverted(Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.Quote } unary
            ? Unconverted(unary.Operand)
            : expression;
}
